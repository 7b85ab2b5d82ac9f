import { malformed } from "./malformed.ts";
import { integer } from "./number.ts";

const FILE = "/proc/[pid]/stat";

/** `PF_KTHREAD` of `include/linux/sched.h`. */
const KERNEL_THREAD_FLAG = 0x0020_0000;

/** One line of `/proc/[pid]/stat`, the fields nstop uses. */
export interface PidStat {
  readonly pid: number;
  /** Command name, at most 15 bytes (63 for kernel workers): may hold spaces, newlines and parentheses. */
  readonly comm: string;
  /** One letter: `R` running, `S` sleeping, `D` uninterruptible, `Z` zombie, `T` stopped, `I` idle, … */
  readonly state: string;
  /** 0 for a process whose parent is outside of the reader's pid namespace, and for pids 1 and 2. */
  readonly parentPid: number;
  readonly processGroup: number;
  readonly session: number;
  /** `PF_*` bits. */
  readonly flags: number;
  /** Whether `PF_KTHREAD` is among its flags. */
  readonly kernelThread: boolean;
  /** Page faults since start that needed no I/O. */
  readonly minorFaults: number;
  /** Page faults since start that needed I/O. */
  readonly majorFaults: number;
  /** User plus system time since start, in clock ticks. */
  readonly cpuTicks: number;
  /** Time in user mode since start, in clock ticks. */
  readonly userTicks: number;
  /** Time in kernel mode since start, in clock ticks. */
  readonly systemTicks: number;
  readonly threads: number;
  /** Start, in clock ticks after boot. */
  readonly startTicks: number;
  /** Size of its address space, in bytes. */
  readonly virtualBytes: number;
  /** Resident set, in pages. */
  readonly residentPages: number;
}

/** Numbers that follow one another, each ended by a space. */
interface NumberSequence {
  /** @throws {SyntaxError} If no whole number comes next. */
  next(): number;
}

/**
 * Parses `/proc/[pid]/stat`.
 *
 * @throws {SyntaxError} If `text` is not one whole stat line.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function parsePidStat(text: string): PidStat {
  const open = text.indexOf(" (");
  const close = text.lastIndexOf(")", text.length - 3);
  const state = /^ ([A-Za-z]) /.exec(text.slice(close + 1, close + 4))?.[1];
  if (open < 0 || close < open + 2 || state === undefined) throw malformed(FILE, text);
  const pid = integer(text.slice(0, open), FILE);
  return pidStat(pid, text.slice(open + 2, close), state, new WordSequence(text.slice(close + 4)));
}

/**
 * Parses `/proc/[pid]/stat` from bytes and makes no string but the command name: what
 * {@link parsePidStat} does, for the thousands of processes of every sample.
 *
 * @param buffer Begins with the file's bytes; may be longer.
 * @param length How many of them are the file's.
 * @param decode Makes a string of the command name.
 * @throws {SyntaxError} If they are not one whole stat line.
 */
export function parsePidStatBytes(
  buffer: Uint8Array,
  length: number,
  decode: (bytes: Uint8Array) => string,
): PidStat {
  const line = new ByteSequence(buffer, 0, length);
  const pid = line.next();
  const open = line.at;
  const close = lastParenthesis(buffer, length);
  const state = buffer[close + 2] ?? 0;
  if (
    buffer[open] !== OPEN ||
    close <= open ||
    buffer[close + 1] !== SPACE ||
    !isLetter(state) ||
    buffer[close + 3] !== SPACE
  ) {
    throw malformed(FILE, decode(buffer.subarray(0, length)));
  }
  const comm = decode(buffer.subarray(open + 1, close));
  return pidStat(pid, comm, String.fromCharCode(state), new ByteSequence(buffer, close + 4, length));
}

/** Reads the fields from number 4, the parent's pid, to number 24, the resident set. */
function pidStat(pid: number, comm: string, state: string, fields: NumberSequence): PidStat {
  const parentPid = fields.next();
  const processGroup = fields.next();
  const session = fields.next();
  skip(fields, 2); // tty_nr, tpgid
  const flags = fields.next();
  const minorFaults = fields.next();
  skip(fields, 1); // cminflt
  const majorFaults = fields.next();
  skip(fields, 1); // cmajflt
  const userTicks = fields.next();
  const systemTicks = fields.next();
  skip(fields, 4); // cutime, cstime, priority, nice
  const threads = fields.next();
  skip(fields, 1); // itrealvalue
  const startTicks = fields.next();
  const virtualBytes = fields.next();
  const residentPages = fields.next();
  return {
    pid,
    comm,
    state,
    parentPid,
    processGroup,
    session,
    flags,
    kernelThread: (flags & KERNEL_THREAD_FLAG) !== 0,
    minorFaults,
    majorFaults,
    cpuTicks: userTicks + systemTicks,
    userTicks,
    systemTicks,
    threads,
    startTicks,
    virtualBytes,
    residentPages,
  };
}

function skip(fields: NumberSequence, count: number): void {
  for (let skipped = 0; skipped < count; skipped++) fields.next();
}

class WordSequence implements NumberSequence {
  readonly #words: readonly string[];
  #index = 0;

  constructor(text: string) {
    this.#words = text.split(" ");
  }

  next(): number {
    const word = this.#words[this.#index++];
    // The last word has no space after it, so that it may have been cut short.
    return integer(this.#index < this.#words.length ? word : undefined, FILE);
  }
}

const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const MINUS = 0x2d;
const ZERO = 0x30;
/** Digits of the largest 64-bit number. */
const MOST_DIGITS = 20;

class ByteSequence implements NumberSequence {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  /** Index of the byte that is read next. */
  at: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.#bytes = bytes;
    this.#end = end;
    this.at = at;
  }

  next(): number {
    const negative = this.#bytes[this.at] === MINUS;
    const start = negative ? this.at + 1 : this.at;
    let value = 0;
    let at = start;
    for (; at < this.#end; at++) {
      const digit = (this.#bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const digits = at - start;
    if (digits === 0 || digits > MOST_DIGITS || at >= this.#end || this.#bytes[at] !== SPACE) {
      throw malformed(FILE, at >= this.#end ? undefined : `byte ${at}`);
    }
    this.at = at + 1;
    return negative ? -value : value;
  }
}

/** Index of the last `)` that a state can follow, or -1. */
function lastParenthesis(buffer: Uint8Array, length: number): number {
  return length < 3 ? -1 : buffer.lastIndexOf(CLOSE, length - 3);
}

function isLetter(byte: number): boolean {
  const lowerCase = byte | 0x20;
  return lowerCase >= 0x61 && lowerCase <= 0x7a;
}
