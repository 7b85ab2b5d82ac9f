import type { Readable } from "node:stream";
import { decodeOrder } from "./codec.ts";
import type { LineShortener } from "./line-changes.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { LogFollower } from "./log-follower.ts";
import type { SavedTerminal } from "./protocol.ts";
import type { SamplerLoop } from "./sampler-loop.ts";

const MAX_ORDER_BYTES = 64 * 1024;

/** Follows the orders of whoever started this sampler, for as long as they live. */
export class Orders {
  /** Resolves when nobody gives orders any more. */
  readonly ended: Promise<void>;
  /** What is to be restored then; `null` when they saw to that themselves. */
  terminal: SavedTerminal | null = null;
  readonly #loop: Pick<SamplerLoop, "want" | "report">;
  readonly #client: Pick<LineShortener, "restart">;
  readonly #logs: Pick<LogFollower, "want">;
  readonly #splitter = new LineSplitter(MAX_ORDER_BYTES);

  constructor(
    input: Readable,
    loop: Pick<SamplerLoop, "want" | "report">,
    client: Pick<LineShortener, "restart">,
    logs: Pick<LogFollower, "want">,
  ) {
    this.#loop = loop;
    this.#client = client;
    this.#logs = logs;
    this.ended = new Promise((resolve) => {
      input
        .once("close", resolve)
        .once("end", resolve)
        .once("error", () => resolve());
    });
    input.on("data", (chunk: Uint8Array) => this.#read(chunk));
  }

  #read(chunk: Uint8Array): void {
    for (const line of this.#splitter.push(chunk)) this.#obey(line);
  }

  #obey(line: string): void {
    try {
      const order = decodeOrder(line);
      if ("closing" in order) this.terminal = null;
      else if ("anew" in order) this.#client.restart();
      else if ("terminal" in order) this.terminal = order.terminal;
      else {
        if (order.logs !== undefined) this.#logs.want(order.logs);
        this.#loop.want(order);
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const message = `an order was not understood: ${error.message}`;
      this.#loop.report({ code: "malformed", path: "standard input", message, count: 1 });
    }
  }
}
