import { Buffer } from "node:buffer";
import http from "node:http";
import { EngineFailure, engineFailure } from "./engine-failure.ts";
import { type EngineLimits, sizeText, timeText } from "./engine-limits.ts";

declare module "dockerode" {
  interface DockerOptions {
    /** Carries the requests in place of docker-modem; its types leave it out. */
    readonly modem?: BoundedModem;
  }
}

/** A request as dockerode describes it to its modem: the part that nstop needs. */
export interface DialOptions {
  /** Ends in `?` when `options` are its query; else they are the JSON of its body. */
  readonly path: string;
  readonly method: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** The answer is to be handed over as it comes. */
  readonly isStream?: boolean;
  /** `true` for those that mean success. */
  readonly statusCodes: Readonly<Record<number, string | boolean>>;
}

/** How much of an answer that says what went wrong is looked at: Podman gives the cause first. */
const MAX_FAILURE_LENGTH = 4000;

/**
 * How many values one answer may hold: thousands of containers with all their labels. Each takes many times the memory of the
 * bytes that it is written with, and a list of millions of nothing takes V8 half a minute to parse.
 */
const MAX_VALUES = 1_000_000;

/** What begins another value, or what holds values: comma, bracket, brace. */
const VALUE_MARKS: ReadonlySet<number> = new Set([0x2c, 0x5b, 0x7b]);

/** How much of an explanation is kept. */
const MAX_EXPLANATION_LENGTH = 300;

/**
 * What dockerode sends its requests through: one Unix socket, and nothing that an engine, or something that only
 * listens where an engine should, does to it can take longer or grow larger than the limits. dockerode's own modem
 * has neither a deadline for the whole answer nor a bound on its size, follows redirects off the host, and lets
 * `DOCKER_HOST` win over the socket that it is given.
 */
export class BoundedModem {
  /** dockerode makes its promises of this. */
  Promise: PromiseConstructor = Promise;
  readonly #socketPath: string;
  readonly #limits: Pick<EngineLimits, "requestMilliseconds" | "answerBytes">;
  readonly #requests = new Set<http.ClientRequest>();
  #closed = false;

  constructor(socketPath: string, limits: Pick<EngineLimits, "requestMilliseconds" | "answerBytes">) {
    this.#socketPath = socketPath;
    this.#limits = limits;
  }

  /** Called by dockerode: sends one request. Every error that `done` gets of it is an {@link EngineFailure}. */
  dial(call: DialOptions, done: (error: unknown, answer: unknown) => void): void {
    this.#exchange(call).then(
      (answer) => done(null, answer),
      (error: unknown) => done(error, null),
    );
  }

  /**
   * A header of an answer whose body does not matter.
   *
   * @returns `null` when there is none, also where the request is refused.
   * @throws {EngineFailure} When there is no answer.
   */
  async header(path: string, name: string): Promise<string | null> {
    const call = { path, method: "GET", isStream: true, statusCodes: { 200: true, 404: true } };
    const response = await this.#exchange(call);
    if (!(response instanceof http.IncomingMessage)) return null;
    response.destroy();
    const value = response.headers[name];
    return typeof value === "string" ? value : null;
  }

  /** Ends all requests and streams, and refuses new ones. */
  close(): void {
    this.#closed = true;
    for (const request of this.#requests) request.destroy();
  }

  async #exchange(call: DialOptions): Promise<unknown> {
    if (this.#closed) throw new EngineFailure("ended");
    const request = this.#request(call);
    const sent = bodyOf(call);
    if (sent !== null) request.setHeader("Content-Type", "application/json");
    let late: EngineFailure | null = null;
    const deadline = setTimeout(() => {
      late = new EngineFailure(
        hasAnswered(request) ? "slow" : "silent",
        timeText(this.#limits.requestMilliseconds),
      );
      request.destroy();
    }, this.#limits.requestMilliseconds);
    try {
      const response = await responseTo(request, sent);
      const succeeded = call.statusCodes[response.statusCode ?? 0] === true;
      if (succeeded && call.isStream) return response;
      const body = await this.#read(response);
      // That it is done is all that an order is answered with; Podman adds what is no JSON.
      if (succeeded) return call.method === "GET" ? JSON.parse(body) : null;
      throw statusFailure(response.statusCode ?? 0, body);
    } catch (error) {
      throw late ?? engineFailure(error);
    } finally {
      clearTimeout(deadline);
    }
  }

  #request({ path, method, options }: DialOptions): http.ClientRequest {
    const request = http.request({
      socketPath: this.#socketPath,
      path: path.endsWith("?") ? path + queryString(options ?? {}) : path,
      method,
      agent: false,
    });
    this.#requests.add(request);
    request.once("close", () => this.#requests.delete(request));
    return request;
  }

  async #read(response: AsyncIterable<Uint8Array>): Promise<string> {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response) {
      bytes += chunk.length;
      if (bytes > this.#limits.answerBytes) {
        throw new EngineFailure("oversized", `${sizeText(this.#limits.answerBytes)} as one answer`);
      }
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    if (hasTooManyValues(body)) {
      throw new EngineFailure("oversized", `${MAX_VALUES} values as one answer`);
    }
    return body.toString("utf8");
  }
}

/** Counts what is in texts as well: that there are no more is what matters. */
function hasTooManyValues(json: Uint8Array): boolean {
  if (json.length <= MAX_VALUES) return false;
  let values = 0;
  for (const byte of json) if (VALUE_MARKS.has(byte)) values += 1;
  return values > MAX_VALUES;
}

/** Sends the request; its later errors are the response's as well, and are told there. */
function responseTo(request: http.ClientRequest, body: string | null): Promise<http.IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  request.once("response", resolve);
  request.on("error", reject);
  // Without an error when the answer is none, such as an offer to speak another protocol.
  request.once("close", () => reject(new EngineFailure("cut off")));
  request.end(body);
  return promise;
}

function hasAnswered(request: http.ClientRequest): boolean {
  return (request.socket?.bytesRead ?? 0) > 0;
}

function bodyOf({ path, method, options }: DialOptions): string | null {
  const isEmpty = Object.keys(options ?? {}).length === 0;
  return method !== "POST" || path.endsWith("?") || isEmpty ? null : JSON.stringify(options);
}

function queryString(options: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(options).map(([name, value]): [string, string] => [
    name,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  return new URLSearchParams(fields).toString();
}

/** Engines explain an error as `{"message": "…"}`. */
function statusFailure(statusCode: number, body: string): EngineFailure {
  const found = /"message"\s*:\s*"((?:[^"\\]|\\.)*)/.exec(body.slice(0, MAX_FAILURE_LENGTH))?.[1];
  if (found === undefined) return new EngineFailure("status", `HTTP ${statusCode}`, statusCode);
  const written = found.slice(0, MAX_EXPLANATION_LENGTH);
  // What is cut in the middle of an escape is left as it is written.
  const isWhole = /^(?:[^\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*$/.test(written);
  const explanation = isWhole ? String(JSON.parse(`"${written}"`)) : written;
  return new EngineFailure("status", `HTTP ${statusCode} (${written})`, statusCode, explanation);
}
