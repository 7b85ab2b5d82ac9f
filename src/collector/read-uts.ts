import type { DetailContext } from "./detail-context.ts";
import type { DetailSample } from "./detail-sample.ts";
import { FreshCache } from "./fresh-cache.ts";
import { runInNamespace } from "./namespace-commands.ts";

type Uts = NonNullable<DetailSample["uts"]>;

const HOSTNAME = "/proc/sys/kernel/hostname";
const DOMAINNAME = "/proc/sys/kernel/domainname";

/** The kernel's word for a domain name that nobody has set. */
const NO_DOMAINNAME = "(none)";

const FRESH_SECONDS = 3;

/** Reads names of uts namespaces. The kernel tells whoever reads the names of the reader's own, so it is entered. */
export class UtsReader {
  readonly #cache = new FreshCache<number, Uts>();

  /** @returns `null` when they cannot be told. */
  read(context: DetailContext): Promise<Uts | null> {
    const { issues, namespaces, nowSeconds } = context;
    const inode = namespaces.uts;
    return issues.attemptLater(HOSTNAME, "The hostname is not known", async () =>
      inode === null ? null : this.#cache.get(inode, nowSeconds, FRESH_SECONDS, () => readUts(context)),
    );
  }
}

async function readUts(context: DetailContext): Promise<Uts> {
  const [hostname, domainname] = await Promise.all([
    readName(context, HOSTNAME),
    readName(context, DOMAINNAME),
  ]);
  return { hostname, domainname: domainname === NO_DOMAINNAME ? "" : domainname };
}

/** One program for each name: a name may hold a newline. */
async function readName({ reader, programs, ...context }: DetailContext, path: string): Promise<string> {
  const { pid, namespaces, ownNamespaces } = context;
  const here = namespaces.uts === ownNamespaces.uts;
  const text = here
    ? reader.readText(path)
    : await runInNamespace(programs, { type: "uts", pid, here }, "cat", [path]);
  return text.replace(/\n$/, "");
}
