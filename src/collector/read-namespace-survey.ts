import { setImmediate } from "node:timers/promises";
import { DeepLook, type FoundNamespaces } from "./deep-look.ts";
import type { DetailContext } from "./detail-context.ts";
import { IssueLog } from "./issue-log.ts";
import { namespaceFacts } from "./namespace-facts.ts";
import { type NamespaceRelation, readNamespaceRelations } from "./namespace-relations.ts";
import type { NamespaceSurvey } from "./namespace-survey.ts";
import type { Issue } from "./sample.ts";

/** How long the sampler may be held up at once. */
const SLICE_MILLISECONDS = 15;

/** How much of each reading, of which there is one a second, goes into the deep look. */
const LOOK_MILLISECONDS = 200;

/** A look that is complete is good for so long. */
const LOOK_SECONDS = 10;

/** `lsns` reads all processes as well, and takes seconds where there are ten thousand. */
const RELATIONS_SECONDS = 60;

const MISSING_RELATIONS = "Owners and parents of some namespaces are unknown";

/** Looks for every namespace of the host, a slice at each reading, for as long as somebody looks at them. */
export class NamespaceSurveyReader {
  #look: DeepLook | null = null;
  #lookIssues = new IssueLog();
  #completedAtSeconds = Number.NEGATIVE_INFINITY;
  /** What the last complete look found: shown while the next one goes on. */
  #last: { readonly found: FoundNamespaces; readonly issues: readonly Issue[] } | null = null;
  #relations: readonly NamespaceRelation[] = [];
  #relationsFailure: unknown = null;
  #askedAtSeconds = Number.NEGATIVE_INFINITY;

  /** Goes on with the look that is under way, or begins one when the last is too old. */
  async read(context: DetailContext): Promise<NamespaceSurvey> {
    this.#askForRelations(context);
    await this.#goOn(context);
    const { found, issues } = this.#last ?? this.#sofar();
    for (const { code, path, message } of issues) context.issues.add(code, path, message);
    if (this.#relationsFailure !== null) {
      context.issues.addFailure(this.#relationsFailure, "lsns", MISSING_RELATIONS);
    }
    return {
      namespaces: namespaceFacts(found, this.#relations),
      progress: this.#last === null ? (this.#look?.progress ?? 0) : 1,
    };
  }

  #sofar(): { readonly found: FoundNamespaces; readonly issues: readonly Issue[] } {
    const found = this.#look?.found() ?? { pinned: [], pidLevels: new Map() };
    return { found, issues: this.#lookIssues.list() };
  }

  async #goOn({ reader, nowSeconds, processes }: DetailContext): Promise<void> {
    if (nowSeconds - this.#completedAtSeconds < LOOK_SECONDS) return;
    if (this.#look === null) {
      this.#lookIssues = new IssueLog();
      this.#look = new DeepLook(reader, this.#lookIssues, processes);
    }
    await goOnInSlices(this.#look);
    if (this.#look.progress < 1) return;
    this.#last = this.#sofar();
    this.#completedAtSeconds = nowSeconds;
    this.#look = null;
  }

  /** Nobody waits for the answer: it is there at one of the next readings. */
  #askForRelations({ programs, nowSeconds }: DetailContext): void {
    if (nowSeconds - this.#askedAtSeconds < RELATIONS_SECONDS) return;
    this.#askedAtSeconds = nowSeconds;
    readNamespaceRelations(programs).then(
      (relations) => {
        this.#relations = relations;
        this.#relationsFailure = null;
      },
      (error: unknown) => {
        this.#relationsFailure = error;
      },
    );
  }
}

/** Between two slices, others have their turn. */
async function goOnInSlices(look: DeepLook): Promise<void> {
  const end = performance.now() + LOOK_MILLISECONDS;
  while (look.progress < 1 && performance.now() < end) {
    const sliceEnd = performance.now() + SLICE_MILLISECONDS;
    look.goOn(() => performance.now() >= sliceEnd);
    await setImmediate();
  }
}
