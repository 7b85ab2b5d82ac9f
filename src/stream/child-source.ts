import { HostReader } from "../host/host-reader.ts";
import { visible } from "../host/text.ts";
import { type HostEvent, MAX_EVENTS } from "../model/host-event.ts";
import { decodeLine, decodeVisibleLine } from "./codec.ts";
import { EMPTY_HISTORY, remember } from "./history.ts";
import { findHungFile } from "./hung-file.ts";
import { LineLengthener } from "./line-changes.ts";
import { keepLog } from "./log-ring.ts";
import type {
  SavedTerminal,
  SnapshotStore,
  StreamLine,
  StreamState,
  StreamStatus,
  Wants,
} from "./protocol.ts";
import { SAMPLER_LIMITS, type SamplerLimits } from "./sampler-limits.ts";
import { SamplerProcess } from "./sampler-process.ts";
import { Silence } from "./silence.ts";

/** How many files that hung are left alone. */
const MAX_SKIPPED = 100;

/** After so many lines a sampler counts as well. */
const LINES_OF_HEALTH = 20;

/** For so many snapshots it is said that a sampler was replaced. */
const SNAPSHOTS_OF_NOTICE = 10;

export interface SamplerOptions {
  /** Absolute path and arguments that run a sampler: `nstop stream --wants …`. */
  readonly command: readonly string[];
  /** Keep strings as they are, for a report, rather than make them fit to be shown. */
  readonly exact: boolean;
  /** Give up, with state `ended`, when one ends by itself, rather than start another. */
  readonly once: boolean;
  readonly limits?: Partial<SamplerLimits>;
}

/** A sampler as a child process, which is replaced when it hangs or dies. */
export interface SamplerStore extends SnapshotStore {
  /** Has the terminal restored by the sampler if this process dies before it closes the store. */
  readonly guardTerminal: (terminal: SavedTerminal) => void;
  /** The terminal could not be restored: closing leaves that to the sampler. */
  readonly leaveTerminal: () => void;
}

/** Starts a sampler. */
export function startSampler(options: SamplerOptions): SamplerStore {
  const source = new ChildSource(options);
  return {
    subscribe: (listener) => source.subscribe(listener),
    getSnapshot: () => source.state,
    want: (wants) => source.want(wants),
    guardTerminal: (terminal) => source.guardTerminal(terminal),
    leaveTerminal: () => source.leaveTerminal(),
    close: () => source.close(),
  };
}

class ChildSource {
  state: StreamState = {
    snapshot: null,
    ...EMPTY_HISTORY,
    events: [],
    log: null,
    status: { state: "starting", message: null },
  };
  readonly #options: SamplerOptions;
  readonly #limits: SamplerLimits;
  readonly #reader = new HostReader();
  readonly #listeners = new Set<() => void>();
  readonly #silence: Silence;
  readonly #watchdog: NodeJS.Timeout;
  #receiver = new LineLengthener();
  #process: SamplerProcess;
  #restart: NodeJS.Timeout | undefined;
  #wants: Wants | null = null;
  #terminal: SavedTerminal | null = null;
  #leavesTerminal = false;
  #skipped: readonly string[] = [];
  #lines = 0;
  #deaths = 0;
  #notice = { text: "", snapshotsLeft: 0 };

  constructor(options: SamplerOptions) {
    this.#options = options;
    this.#limits = { ...SAMPLER_LIMITS, ...options.limits };
    this.#silence = new Silence(this.#limits.check);
    this.#process = this.#start();
    this.#watchdog = setInterval(() => this.#check(), this.#limits.check);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  want(wants: Wants): void {
    this.#wants = { ...this.#wants, ...wants };
    this.#process.send({ ...this.#wants, now: wants.now === true });
  }

  guardTerminal(terminal: SavedTerminal): void {
    this.#terminal = terminal;
    this.#process.send({ terminal });
  }

  leaveTerminal(): void {
    this.#leavesTerminal = true;
  }

  async close(): Promise<void> {
    clearInterval(this.#watchdog);
    clearTimeout(this.#restart);
    this.#listeners.clear();
    if (this.#leavesTerminal) return this.#process.leave();
    this.#process.send({ closing: true });
    this.#process.dismiss();
    await this.#process.goneWithin(this.#limits.close);
    this.#process.kill();
    await this.#process.goneWithin(this.#limits.close);
  }

  #start(): SamplerProcess {
    const skip = this.#skipped.flatMap((path) => ["--skip", path]);
    this.#silence.end();
    this.#lines = 0;
    this.#receiver = new LineLengthener();
    const process = new SamplerProcess([...this.#options.command, ...skip], this.#limits.maxLineBytes, {
      onLine: (text) => this.#read(text),
      onEnd: (reason) => this.#recover(reason),
    });
    if (this.#terminal !== null) process.send({ terminal: this.#terminal });
    if (this.#wants !== null) process.send({ ...this.#wants, now: true });
    return process;
  }

  #read(text: string): void {
    this.#silence.end();
    this.#lines += 1;
    if (this.#lines === LINES_OF_HEALTH) this.#deaths = 0;
    const line = this.#decode(text);
    if (line !== null && "event" in line) this.#keep(line.event);
    else if (line !== null && "log" in line) {
      this.#change({ ...this.state, log: keepLog(this.state.log, line.log) });
    } else if (line !== null && !("heartbeat" in line)) {
      this.#notice.snapshotsLeft -= 1;
      const past = remember(this.state, line);
      this.#change({ ...this.state, snapshot: line, ...past, status: this.#liveStatus() });
    } else if (this.state.status.state === "stale" && this.state.snapshot !== null) {
      this.#setStatus(this.#liveStatus());
    }
  }

  /** Nobody is told before the snapshot that shows it, which follows at once: a flood of events is one change. */
  #keep(event: HostEvent): void {
    this.state = { ...this.state, events: [...this.state.events, event].slice(-MAX_EVENTS) };
  }

  #decode(text: string): StreamLine | null {
    try {
      const line = this.#options.exact ? decodeLine(text) : decodeVisibleLine(text);
      return "heartbeat" in line || "event" in line || "log" in line ? line : this.#receiver.lengthen(line);
    } catch (error) {
      this.#process.send({ anew: true });
      this.#setNotice(`a line of the sampler could not be read: ${messageOf(error)}`);
      return null;
    }
  }

  #liveStatus(): StreamStatus {
    return { state: "live", message: this.#notice.snapshotsLeft > 0 ? this.#notice.text : null };
  }

  #setNotice(text: string): void {
    this.#notice = { text, snapshotsLeft: SNAPSHOTS_OF_NOTICE };
  }

  /** Looks whether the sampler is alive. */
  #check(): void {
    const silence = this.#silence.measure();
    if (silence < this.#limits.stale || this.#restart !== undefined) return;
    const seconds = Math.floor(silence / 1000);
    this.#setStatus({ state: "stale", message: `the sampler has not answered for ${seconds} s` });
    if (silence >= this.#limits.hung) this.#replaceIfHung(silence);
  }

  #replaceIfHung(silence: number): void {
    const { pid } = this.#process;
    const file = pid === null ? null : findHungFile(pid, this.#reader);
    if (file === null && silence < this.#limits.dead) return;
    if (file !== null) this.#skipped = [...this.#skipped, file].slice(-MAX_SKIPPED);
    this.#setNotice(`the sampler hung${file === null ? "" : ` on ${visible(file)}`} and was replaced`);
    this.#setStatus({ state: "stale", message: this.#notice.text });
    this.#process.kill();
    this.#process = this.#start();
  }

  /** Starts another after one that ended by itself. */
  #recover(reason: string): void {
    if (this.#options.once) {
      this.#setStatus({ state: "ended", message: reason });
      return;
    }
    const wait = Math.min(this.#limits.backOff * 2 ** this.#deaths, this.#limits.maxBackOff);
    this.#deaths += 1;
    this.#setNotice(`the sampler ended (${reason}) and was replaced`);
    this.#setStatus({ state: "stale", message: `the sampler ended: ${reason}` });
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.#process = this.#start();
    }, wait);
  }

  #setStatus(status: StreamStatus): void {
    const { state, message } = this.state.status;
    if (state !== status.state || message !== status.message) this.#change({ ...this.state, status });
  }

  #change(state: StreamState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
