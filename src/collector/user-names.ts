import { parsePasswd } from "../procfs/passwd.ts";
import type { DetailContext } from "./detail-context.ts";

const FRESH_SECONDS = 60;

/** Names of the host's users, from its own file; users that another service knows have none here. */
export class UserNames {
  #names: ReadonlyMap<number, string> = new Map();
  #readAtSeconds = Number.NEGATIVE_INFINITY;

  /** @returns Names by uid. */
  read({ reader, issues, nowSeconds }: DetailContext): ReadonlyMap<number, string> {
    if (nowSeconds - this.#readAtSeconds < FRESH_SECONDS) return this.#names;
    const path = "/etc/passwd";
    const names = issues.attempt(path, "Names of users are not known", () =>
      parsePasswd(reader.readText(path)),
    );
    this.#names = names ?? new Map();
    this.#readAtSeconds = nowSeconds;
    return this.#names;
  }
}
