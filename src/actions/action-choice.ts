import type { ContainerLimits, Order } from "./order.ts";
import type { SignalName } from "./signal-name.ts";

/** What a person chose beyond the action itself. */
export interface ActionInput {
  readonly signal?: SignalName;
  readonly limits?: ContainerLimits;
}

/** One entry of the menu of what can be done to the subjects that it was made for. */
export interface ActionChoice {
  /** Unique in the menu; `run:NAME` for a command. */
  readonly id: string;
  /** One to four words. */
  readonly title: string;
  /** One sentence. */
  readonly help: string;
  /** The key that does it without the menu. */
  readonly key: string | null;
  /** What has to be asked for before there is an order. */
  readonly asks: "nothing" | "signal" | "limits";
  readonly order: (input: ActionInput) => Order;
}
