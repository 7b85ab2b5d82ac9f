import type { CustomCommand } from "./custom-command.ts";
import type { BackgroundOrder, Order, TerminalOrder } from "./order.ts";
import type { Subject } from "./subject.ts";

/** What is to be known of an order before a person is asked. */
export type Judgement =
  /** Asked with yes or no. */
  | { readonly kind: "ask"; readonly warning: string | null }
  /** Asked for a word to be typed, since it can take the host, or the person's own session, away. */
  | { readonly kind: "typed"; readonly word: string; readonly warning: string }
  /** Never done; one sentence says why. */
  | { readonly kind: "refused"; readonly reason: string };

/** What came of an order for one subject. */
export interface Outcome {
  readonly subject: Subject;
  readonly done: boolean;
  /** In plain words, such as `db (4f1c…) is paused`, or why not and what to do. Fit to be shown. */
  readonly message: string;
}

/** A group that nstop has frozen and not yet thawed. */
export interface FrozenGroup {
  readonly name: string;
  /** Directory of the cgroup. */
  readonly directory: string;
  /** RFC 3339. */
  readonly since: string;
}

/** Everything nstop can do to a host. With `--read-only` there is none of it: the module is not even loaded. */
export interface Actor {
  /** nstop's own commands and those of the configuration file. */
  readonly commands: readonly CustomCommand[];
  /** What is wrong with the configuration file, for a person; `null` when nothing is. */
  readonly complaint: string | null;
  /** Looks at the host, never waits for an engine. */
  judge(order: Order): Judgement;
  /**
   * Does it, subject by subject, each checked right before. Never throws for the host's or the engine's sake.
   *
   * @param tell - Progress, in plain words.
   */
  perform(order: BackgroundOrder, tell: (progress: string) => void): Promise<readonly Outcome[]>;
  /**
   * Runs it on the process's terminal, which the caller has given back to how it was, until it ends.
   *
   * @returns What to say after it; its exit code where it ran.
   */
  runInTerminal(order: TerminalOrder): Promise<Outcome & { readonly exitCode: number | null }>;
  /** Groups that this or an earlier nstop froze and that are still frozen. */
  frozen(): readonly FrozenGroup[];
  /** Thaws those. */
  thaw(
    groups: readonly FrozenGroup[],
  ): readonly { readonly group: FrozenGroup; readonly failure: string | null }[];
}
