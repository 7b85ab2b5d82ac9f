import type { Writable } from "node:stream";
import { Collector } from "../collector/collector.ts";
import { describeHost } from "../collector/describe-host.ts";
import { logSource } from "../engines/log-source.ts";
import { watchEngines } from "../engines/watch-engines.ts";
import { HOST_PROGRAMS } from "../host/host-programs.ts";
import { HostReader } from "../host/host-reader.ts";
import type { HostEvent } from "../model/host-event.ts";
import { monotonicClock } from "./clock.ts";
import { encodeLine } from "./codec.ts";
import { EventLog } from "./event-log.ts";
import { LineShortener, type ShortLine } from "./line-changes.ts";
import { LineWriter } from "./line-writer.ts";
import { LogFollower } from "./log-follower.ts";
import { Observer } from "./observer.ts";
import { Orders } from "./orders.ts";
import { SamplerLoop } from "./sampler-loop.ts";
import { restoreTerminal } from "./terminal.ts";

/** How often a sampler says that it is alive. */
const HEARTBEAT_MILLISECONDS = 500;

export interface RunStreamOptions {
  readonly delaySeconds: number;
  /** Ends after so many lines; `null`: never. */
  readonly count: number | null;
  /** Sockets of the engines to ask; `null`: the well-known ones. */
  readonly endpoints: readonly string[] | null;
  /** Ask engines at all. */
  readonly engines: boolean;
  /** Print what happens as well, in lines of its own. */
  readonly events: boolean;
  /** A client says on standard input what it wants, and is told that the sampler is alive. */
  readonly wants: boolean;
  /** Do not let the first line wait for engines, nor the first rates for a whole delay. */
  readonly atOnce: boolean;
  /** Files that have hung a sampler before. */
  readonly skip: readonly string[];
}

/**
 * `nstop stream`: prints snapshots until it has printed enough, the reader goes away or, with `wants`, the client does.
 *
 * @throws {Error} If the host cannot be looked at, or the output cannot be written.
 */
export async function runStream(options: RunStreamOptions): Promise<void> {
  const engines = watchEngines({ endpoints: options.endpoints, enabled: options.engines });
  const reader = new HostReader();
  for (const path of options.skip) reader.skip(path);
  const writer = new LineWriter(process.stdout);
  const sender = new LineShortener();
  const collector = new Collector({ reader, engines, describe: describeHost, inHaste: options.atOnce });
  const events = options.events || options.wants ? new EventLog(collector, options.atOnce) : null;
  const loop = new SamplerLoop({
    observer: new Observer(collector, events),
    clock: monotonicClock,
    send: (line) =>
      writer.write(() => encodeLines(options.wants ? sender.shorten(line) : line, events?.take() ?? [])),
    delaySeconds: options.delaySeconds,
    count: options.count,
    ratesOnly: !options.wants,
    eager: options.atOnce,
    settled: options.atOnce ? Promise.resolve() : engines.settled(),
  });
  const readerGone = goneReader(process.stdout);
  const logs = new LogFollower({
    find: (request) => logSource(request, { programs: HOST_PROGRAMS, reader }),
    send: (log) => writer.write(() => encodeLine({ log })),
    clock: monotonicClock,
  });
  if (options.wants)
    await serveClient(loop, new Orders(process.stdin, loop, sender, logs), writer, readerGone);
  else await Promise.race([loop.run().then(() => writer.idle()), readerGone]);
  loop.stop();
  engines.close();
}

/** What happened comes right before the snapshot that shows it. */
function encodeLines(line: ShortLine, events: readonly HostEvent[]): string {
  return [...events.map((event) => ({ event })), line].map(encodeLine).join("");
}

/** Resolves when nobody reads `output` any more; rejects when it cannot be written. */
function goneReader(output: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    output.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "EPIPE" ? resolve() : reject(error),
    );
  });
}

/** Serves one client to its end, and ends this process with it. */
async function serveClient(
  loop: SamplerLoop,
  orders: Orders,
  writer: LineWriter,
  readerGone: Promise<void>,
): Promise<void> {
  // A library may have something to say when the client has died, and the terminal is still to be restored. Not before the
  // first sample, which would wait for the stream to be made.
  setImmediate(() => process.stderr.on("error", () => undefined));
  let heartbeat = 0;
  const heart = setInterval(() => {
    heartbeat += 1;
    writer.write(() => encodeLine({ heartbeat }));
  }, HEARTBEAT_MILLISECONDS);
  try {
    await Promise.race([loop.run().then(() => writer.idle()), readerGone, orders.ended]);
  } finally {
    clearInterval(heart);
    process.stdin.destroy();
  }
  try {
    if (orders.terminal !== null) await restoreTerminal(orders.terminal);
  } finally {
    // A read that hangs in another thread would keep `process.exit()` from ever returning.
    process.kill(process.pid, "SIGKILL");
  }
}
