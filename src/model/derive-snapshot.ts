import type { CgroupSample, NetworkSample, Sample } from "../collector/sample.ts";
import { isSameValue } from "../host/same-value.ts";
import { type CgroupPast, keysOf, nextPast, samplesAround } from "./cgroup-past.ts";
import { deriveFindings, type Findings } from "./derive-findings.ts";
import { deriveGroup } from "./derive-group.ts";
import { deriveHost } from "./derive-host.ts";
import { fullName } from "./full-name.ts";
import { knownKills } from "./last-oom-kill.ts";
import { lazily } from "./lazily.ts";
import type { LedGroup } from "./led-group.ts";
import { earlierProcesses } from "./process-totals.ts";
import { secondsBetween } from "./rates.ts";
import { isSettled } from "./slowness.ts";
import { type Group, type GroupKind, SCHEMA_VERSION, type Snapshot } from "./snapshot.ts";
import { rfc3339 } from "./start-time.ts";
import { type Structure, structureOf } from "./structure.ts";
import { isFull } from "./verdict-stopped.ts";

/** A snapshot, and how the host it shows hangs together. */
export interface Derivation {
  readonly snapshot: Snapshot;
  readonly structure: Structure;
  /** Host pids by group id, in the order of the sample. */
  readonly membership: Structure["membership"];
  /** Ids of groups of which nothing was found to have changed since the sample before. */
  readonly quiet: ReadonlySet<string>;
  readonly found: Findings;
  /** What of this and the last samples verdicts and forecasts are made of. */
  readonly past: CgroupPast;
}

/**
 * Makes of two samples what nstop shows: groups, rates, sharing, verdicts. Pure: equal samples give equal
 * snapshots.
 *
 * @param previous The sample before; without one there are no rates.
 * @param past What was made of that: what has not changed since is not made again.
 */
export function deriveSnapshot(
  sample: Sample,
  previous: Sample | null,
  past: Derivation | null = null,
): Derivation {
  const structure = structureOf(sample, past?.structure ?? null);
  const shown = new Map(past?.snapshot.groups.map((group) => [group.id, group]));
  const context = {
    sample,
    previous,
    before: previous && earlierProcesses(previous),
    structure,
    shown,
    past: nextPast(sample, previous, past?.past ?? null),
    kills: lazily(() => knownKills(sample)),
    hasStopperAround: [...sample.cgroupsAround.values()].some(
      (now) => now.frozen === true || isFull({ now }),
    ),
  };
  const quiet = quietGroups(structure, past, sample, previous);
  const groups = structure.groups
    .map((group) => {
      const before = shown.get(group.id);
      const isQuiet = quiet.has(group.id) && past?.quiet.has(group.id);
      if (before !== undefined && isQuiet && isSettled(before)) return before;
      const now = deriveGroup(group, context);
      return isSameValue(before, now) && before !== undefined ? before : now;
    })
    .sort(byKindAndName);
  const found = deriveFindings({ ...context, shown: groups, past: past?.found ?? null });
  const snapshot: Snapshot = {
    schemaVersion: SCHEMA_VERSION,
    takenAt: rfc3339(sample.takenAtMilliseconds) ?? "",
    intervalSeconds: secondsBetween(sample.monotonicSeconds, previous?.monotonicSeconds),
    host: deriveHost(sample, previous),
    engines: sample.engines.reports,
    namespaceCounts: structure.namespaceCounts,
    groups,
    findings: found.findings,
    issues: sample.issues,
  };
  return { snapshot, structure, membership: structure.membership, quiet, found, past: context.past };
}

/** A group that was quiet in the sample before as well had no growth then and has none now: it shows the same. */
function quietGroups(
  structure: Structure,
  past: Derivation | null,
  sample: Sample,
  previous: Sample | null,
): ReadonlySet<string> {
  const quiet = new Set<string>();
  if (past === null || past.structure.sharing !== structure.sharing) return quiet;
  // There is hardly ever one; each is around many groups.
  const changed = stoppersThatChanged(sample, previous);
  const hasKills = previous !== null && sample.oomKills !== previous.oomKills;
  structure.groups.forEach((group, index) => {
    if (group !== past.structure.groups[index] || !isQuiet(group, structure, sample, previous)) return;
    if (hasKills || (changed.size > 0 && isBelow(group, changed, sample))) return;
    quiet.add(group.id);
  });
  return quiet;
}

/** Keys of the cgroups around others that have begun or ceased to hold up everything in them. */
function stoppersThatChanged(sample: Sample, previous: Sample | null): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [key, now] of sample.cgroupsAround) {
    const before = previous?.cgroupsAround.get(key);
    if (now === before || before === undefined) continue;
    if (now.frozen !== before.frozen || isFull({ now }) !== isFull({ now: before })) changed.add(key);
  }
  return changed;
}

function isBelow({ cgroupPath }: LedGroup, keys: ReadonlySet<string>, sample: Sample): boolean {
  const own = sample.cgroups.get(cgroupPath ?? "");
  if (own === undefined) return false;
  return keysOf(own.path, samplesAround(own, sample.cgroupsAround), own).some((key) => keys.has(key));
}

function isQuiet(
  { id, cgroupPath, namespaces }: LedGroup,
  { networkOwners }: Structure,
  sample: Sample,
  previous: Sample | null,
): boolean {
  const path = cgroupPath ?? "";
  if (!isSameReading(sample.cgroups.get(path), previous?.cgroups.get(path))) return false;
  // The traffic of a network that others have as well is shown with one of them.
  const inode = namespaces?.net ?? -1;
  return (
    networkOwners.get(inode) !== id ||
    isSameReading(sample.networks.get(inode), previous?.networks.get(inode))
  );
}

/** Whether nothing is counted that was not counted before, whenever it was read. */
function isSameReading(
  now: CgroupSample | NetworkSample | undefined,
  before: CgroupSample | NetworkSample | undefined,
): boolean {
  if (now === before || now === undefined || before === undefined) return now === before;
  return isSameValue(now, { ...before, readAtSeconds: now.readAtSeconds });
}

const KIND_ORDER: Readonly<Record<GroupKind, number>> = { container: 0, namespace: 1, service: 2, host: 3 };

function byKindAndName(a: Group, b: Group): number {
  return (
    KIND_ORDER[a.kind] - KIND_ORDER[b.kind] ||
    compareText(fullName(a), fullName(b)) ||
    compareText(a.id, b.id)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
