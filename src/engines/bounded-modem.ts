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

/** A request as dockerode describes it to its modem: the part that reading needs. */
export interface DialOptions {
  /** Ends in `?` when `options` are its query. */
  readonly path: string;
  readonly method: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** The answer is to be handed over as it comes. */
  readonly isStream?: boolean;
  /** `true` for those that mean success. */
  readonly statusCodes: Readonly<Record<number, string | boolean>>;
}

/** How much of an answer that says what went wrong is looked at. */
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
    let late: EngineFailure | null = null;
    const deadline = setTimeout(() => {
      late = new EngineFailure(
        hasAnswered(request) ? "slow" : "silent",
        timeText(this.#limits.requestMilliseconds),
      );
      request.destroy();
    }, this.#limits.requestMilliseconds);
    try {
      const response = await responseTo(request);
      const succeeded = call.statusCodes[response.statusCode ?? 0] === true;
      if (succeeded && call.isStream) return response;
      const body = await this.#read(response);
      if (succeeded) return JSON.parse(body);
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
    return Buffer.concat(chunks).toString("utf8");
  }
}

/** Sends the request; its later errors are the response's as well, and are told there. */
function responseTo(request: http.ClientRequest): Promise<http.IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  request.once("response", resolve);
  request.on("error", reject);
  // Without an error when the answer is none, such as an offer to speak another protocol.
  request.once("close", () => reject(new EngineFailure("cut off")));
  request.end();
  return promise;
}

function hasAnswered(request: http.ClientRequest): boolean {
  return (request.socket?.bytesRead ?? 0) > 0;
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
  const explanation = /"message"\s*:\s*"((?:[^"\\]|\\.)*)/.exec(body.slice(0, MAX_EXPLANATION_LENGTH))?.[1];
  const detail = explanation === undefined ? "" : ` (${explanation})`;
  return new EngineFailure("status", `HTTP ${statusCode}${detail}`, statusCode);
}
