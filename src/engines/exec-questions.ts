import type { DockerClient } from "./docker-client.ts";
import type { ExecQuestion } from "./engine.ts";
import { engineFailure } from "./engine-failure.ts";

/** An engine is asked about one container at most this often. */
const ASK_AGAIN_MILLISECONDS = 3000;

/** An answer that nobody has asked for in this time is forgotten. */
const FORGET_MILLISECONDS = 60_000;

interface Entry {
  readonly question: ExecQuestion;
  /** `null` while it is not known. */
  isExec: boolean | null;
  askedForAt: number;
}

/**
 * Which processes an engine started in its containers: asked for when somebody wants to know of one process, and
 * kept for as long as somebody does.
 */
export class ExecQuestions {
  readonly #entries = new Map<string, Entry>();
  /** When each container was asked about last. */
  readonly #asked = new Map<string, number>();
  readonly #now: () => number;

  /** @param now - Milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Whether the engine started the process; `null` while that is not known.
   *
   * @param client - Asked in the background where it is not known; `null` while the engine is not connected.
   */
  isExec(question: ExecQuestion, client: Pick<DockerClient, "execPids"> | null): boolean | null {
    const now = this.#now();
    const key = `${question.containerId} ${question.pid} ${question.startTicks}`;
    const entry = this.#entries.get(key) ?? { question, isExec: null, askedForAt: now };
    entry.askedForAt = now;
    this.#entries.set(key, entry);
    if (entry.isExec === null && client !== null && this.#isDue(question.containerId, now)) {
      void this.#ask(question.containerId, client);
    }
    return entry.isExec;
  }

  #isDue(containerId: string, now: number): boolean {
    const last = this.#asked.get(containerId);
    if (last !== undefined && now - last < ASK_AGAIN_MILLISECONDS) return false;
    this.#forgetOld(now);
    this.#asked.set(containerId, now);
    return true;
  }

  /** Answers all that is open when the engine is asked; one that fails answers nothing. */
  async #ask(containerId: string, client: Pick<DockerClient, "execPids">): Promise<void> {
    // Whoever wants to know of one process mostly wants to know of several: they are asked for together.
    await Promise.resolve();
    const open = [...this.#entries.values()].filter(
      ({ question, isExec }) => question.containerId === containerId && isExec === null,
    );
    try {
      const { pids, isWhole } = await client.execPids(containerId);
      for (const entry of open) entry.isExec = pids.includes(entry.question.pid) || (isWhole ? false : null);
    } catch (error) {
      // Its session fails as well where that matters; `engineFailure` throws what is not the engine's fault.
      engineFailure(error);
    }
  }

  #forgetOld(now: number): void {
    for (const [key, { askedForAt }] of this.#entries) {
      if (now - askedForAt > FORGET_MILLISECONDS) this.#entries.delete(key);
    }
    for (const [id, askedAt] of this.#asked) {
      if (now - askedAt > FORGET_MILLISECONDS) this.#asked.delete(id);
    }
  }
}
