import type { EngineState } from "./engine.ts";

/** The ways in which an engine fails, each with what a person is told: the engine is the sentence's subject. */
const SENTENCES = {
  absent: () =>
    "is not there, no such socket: start the engine, or name its socket with --engine unix:///PATH",
  denied: () =>
    "does not let this user open its socket: run nstop with sudo, or as a member of the group that owns the socket",
  refused: () =>
    "is not running, nobody listens at its socket: start the engine, or see what is there (ls -l)",
  silent: (limit: string) =>
    `accepts connections but does not answer within ${limit}: look at the engine's log, and restart it if it hangs`,
  full: () => "takes no more connections: look at the engine's log, and restart it if it hangs",
  slow: (limit: string) =>
    `begins to answer but does not finish within ${limit}: look at the host's load and the engine's log`,
  oversized: (limit: string) =>
    `sends more than ${limit}, which no engine does: check what listens on its socket (ss -xlp)`,
  "cut off": () => "closes the connection in the middle of an answer: look at the engine's log",
  ended: () => "has ended the stream of events: it was stopped or is being restarted, see the engine's log",
  foreign: (how: string) =>
    `answers, but not as a Docker engine does: ${how}; check what listens on its socket (ss -xlp)`,
  status: (answer: string) => `answers with an error, ${answer}: look at the engine's log`,
  late: (limit: string) =>
    `has not said everything within ${limit}: look at the host's load and the engine's log`,
  failed: (why: string) => `cannot be asked, ${why}: check what its socket is (ls -l)`,
} as const;

/** In which way an engine failed. */
export type EngineFailureKind = keyof typeof SENTENCES;

/** What `connect`, `read` and Node's HTTP client call it. */
const KINDS: Readonly<Record<string, EngineFailureKind>> = {
  ENOENT: "absent",
  ENOTDIR: "absent",
  EACCES: "denied",
  EPERM: "denied",
  ECONNREFUSED: "refused",
  // Its queue of connections is full: it has not accepted any for a long time.
  EAGAIN: "full",
  ECONNRESET: "cut off",
  EPIPE: "cut off",
};

/** An engine that could not be asked. The message is one sentence that says why and what to do. */
export class EngineFailure extends Error {
  override readonly name = "EngineFailure";
  readonly kind: EngineFailureKind;
  readonly statusCode: number | null;
  /** What the engine itself says of an error it answers with; `null` where it says nothing. Not fit to be shown as it is. */
  readonly explanation: string | null;

  constructor(
    kind: EngineFailureKind,
    detail = "",
    statusCode: number | null = null,
    explanation: string | null = null,
  ) {
    super(SENTENCES[kind](detail));
    this.kind = kind;
    this.statusCode = statusCode;
    this.explanation = explanation;
  }

  /** What the engine is reported as because of it. */
  get state(): Exclude<EngineState, "connected"> {
    return this.kind === "denied" ? "denied" : "unreachable";
  }
}

/**
 * Makes an {@link EngineFailure} of what was thrown while an engine was asked.
 *
 * @throws `error` itself when neither the system, the HTTP parser nor a parser of answers raised it.
 */
export function engineFailure(error: unknown): EngineFailure {
  if (error instanceof EngineFailure) return error;
  if (error instanceof SyntaxError) return new EngineFailure("foreign", error.message);
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
  if (error.code.startsWith("HPE_")) return new EngineFailure("foreign", `not HTTP, ${error.message}`);
  const kind = KINDS[error.code];
  if (kind !== undefined) return new EngineFailure(kind);
  if ("syscall" in error) return new EngineFailure("failed", error.message);
  throw error;
}
