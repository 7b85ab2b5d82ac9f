import { type IdRange, parseIdMap } from "../procfs/id-map.ts";
import type { DetailContext } from "./detail-context.ts";
import type { UserFacts } from "./detail-sample.ts";
import { FreshCache } from "./fresh-cache.ts";
import { type NamespaceRelation, readNamespaceRelations } from "./namespace-relations.ts";
import { UserNames } from "./user-names.ts";

/** What the kernel writes for an id that is none in the reader's user namespace. */
const NO_ID = 2 ** 32 - 1;

/** Owners do not change, but inodes come back. */
const RELATIONS_SECONDS = 60;

/** Up to so many processes, the program that knows owners takes no more than a moment. */
const QUICK_PROCESSES = 1000;

/** Reads how ids inside user namespaces map to ids outside, and who their root is. */
export class UserReader {
  readonly #names = new UserNames();
  readonly #relations = new FreshCache<"lsns", readonly NamespaceRelation[]>();

  /** @returns `null` when it may not be read. */
  async read(context: DetailContext): Promise<UserFacts | null> {
    const { reader, issues, pid } = context;
    const read = <Value>(file: string, parse: (text: string) => Value) => {
      const path = `/proc/${pid}/${file}`;
      return issues.attempt(path, "How user ids map is not known", () => parse(reader.readText(path)));
    };
    const uidMap = read("uid_map", parseIdMap);
    const gidMap = read("gid_map", parseIdMap);
    if (uidMap === null || gidMap === null) return null;
    return {
      inode: context.namespaces.user,
      uidMap,
      gidMap,
      setgroups: read("setgroups", (text) => text.trim()),
      root: this.#root(context, uidMap),
      ownerInode: await this.#ownerInode(context),
    };
  }

  #root(context: DetailContext, uidMap: readonly IdRange[]): UserFacts["root"] {
    const range = uidMap.find(({ inside, length }) => inside === 0 && length > 0);
    if (range === undefined || range.outside === NO_ID) return null;
    return { uid: range.outside, user: this.#names.read(context).get(range.outside) ?? null };
  }

  /** Nobody owns the host's. */
  async #ownerInode(context: DetailContext): Promise<number | null> {
    const { issues, programs, namespaces, hostNamespaces, nowSeconds, processes } = context;
    const { user } = namespaces;
    if (user === null || user === hostNamespaces.user || processes.length > QUICK_PROCESSES) return null;
    const relations = await issues.attemptLater("lsns", "Whose user namespace it is is not known", () =>
      this.#relations.get("lsns", nowSeconds, RELATIONS_SECONDS, () => readNamespaceRelations(programs)),
    );
    return relations?.find(({ type, inode }) => type === "user" && inode === user)?.ownerInode ?? null;
  }
}
