import { countText } from "./amount-text.ts";
import { CGROUP_FILES, isInV1 } from "./cgroup-file.ts";
import type { CgroupSpan } from "./cgroup-window.ts";
import type { Evidence, Verdict } from "./snapshot.ts";
import { cite, counted, grownBy, isIdle, type VerdictContext } from "./verdict-context.ts";

/** Frozen, by itself or with everything in a cgroup around it: the outermost one has to be thawed. */
export function frozen({ own, around }: VerdictContext): Verdict | null {
  if (own.now.frozen !== true) return null;
  const outermost = around.findLast(({ now }) => now.frozen === true) ?? own;
  const { directories, path } = outermost.now;
  const value = isInV1(directories, CGROUP_FILES.frozen) ? "FROZEN" : "frozen 1";
  return {
    code: "frozen",
    sentence:
      outermost === own
        ? "Frozen: none of its processes runs until it is thawed."
        : `Frozen with everything in ${path}: none of its processes runs until that is thawed.`,
    evidence: [cite(outermost.now, CGROUP_FILES.frozen, value)],
  };
}

/** At a limit on processes and threads, its own or of a cgroup around it, or refused one of late. */
export function pidsExhausted(context: VerdictContext): Verdict | null {
  return pidsFull(context) ?? pidsRefused(context);
}

function pidsFull({ own, around }: VerdictContext): Verdict | null {
  const full = [own, ...around].find(isFull);
  const limit = full?.now.pids?.limit;
  if (full === undefined || typeof limit !== "number") return null;
  return {
    code: "pids-exhausted",
    sentence:
      full === own
        ? `At its limit of ${tasks(limit)}: it can start no more processes or threads.`
        : `Everything in ${full.now.path} together is at a limit of ${tasks(limit)}: it can start no more processes or threads.`,
    evidence: pidsEvidence(full),
  };
}

/** A burst is over before the sample; what it was refused is counted. */
function pidsRefused(context: VerdictContext): Verdict | null {
  const { own, around } = context;
  const levels = isIdle(context) ? [own] : [own, ...around];
  for (const span of levels) {
    const refused = grownBy(span, ({ pids }) => pids?.refused) ?? 0;
    const limit = span.now.pids?.limit;
    if (refused === 0 || typeof limit !== "number") continue;
    const whose = span === own ? "its limit" : `the limit of ${span.now.path}`;
    return {
      code: "pids-exhausted",
      sentence: `It was refused ${countText(refused, "process or thread", "processes or threads")} in the last seconds, over ${whose} of ${tasks(limit)}.`,
      evidence: pidsEvidence(span),
    };
  }
  return null;
}

/** Whether nothing in the cgroup can start a process or thread. */
export function isFull({ now: { pids } }: Pick<CgroupSpan, "now">): boolean {
  return typeof pids?.limit === "number" && pids.current >= pids.limit;
}

function pidsEvidence(span: CgroupSpan): readonly Evidence[] {
  const { now } = span;
  const refused = grownBy(span, ({ pids }) => pids?.refused);
  return [
    cite(now, CGROUP_FILES.pidsCurrent, String(now.pids?.current)),
    cite(now, CGROUP_FILES.pidsMax, String(now.pids?.limit)),
    ...(refused === null || refused === 0
      ? []
      : [cite(now, CGROUP_FILES.pidsEvents, counted("max", now.pids?.refused, refused))]),
  ];
}

function tasks(limit: number): string {
  return countText(limit, "task", "tasks");
}
