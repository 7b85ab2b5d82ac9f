import type { HostReader } from "../host/host-reader.ts";
import { ReadFailure } from "../host/read-failure.ts";
import { visible } from "../host/text.ts";
import type { Group } from "../model/snapshot.ts";
import { type Concern, typeable } from "./concern.ts";
import { hasEngine } from "./container-choices.ts";
import { engineName } from "./engine-words.ts";
import { findFreezer, holdsAny, type OwnLevels, pidsBelow } from "./group-cgroup.ts";
import type { EngineAction } from "./order.ts";
import { ancestry, lookAtProcess, ownPid } from "./process-look.ts";
import { type GroupSubject, subjectText } from "./subject.ts";
import { isEngineProgram, isHostProgram, programNames } from "./vital-programs.ts";

/** An order to a whole group, other than of its limits. */
export type GroupOrder = "freeze" | "thaw" | EngineAction;

/** What is said of an order whoever it is for; `null`: nothing. */
const WARNINGS: Readonly<Record<GroupOrder, string | null>> = {
  freeze: null,
  thaw: null,
  pause: null,
  unpause: null,
  stop: "a container that does not end by itself in its time, mostly 10 s, is killed",
  restart: "what it does is interrupted; one that does not end by itself in its time is killed",
  kill: "it gets no chance to save or clean up",
  remove:
    "it cannot be undone: the container and all that was written in it are deleted, and it is killed first if it runs; volumes stay",
};

/** Those that make it stand still, and nstop with it if that is in it: nothing could take them back. */
const STILL: ReadonlySet<GroupOrder> = new Set(["freeze", "pause"]);

/** Those that let it go on. */
const HARMLESS: ReadonlySet<GroupOrder> = new Set(["thaw", "unpause"]);

/** Engines that nstop does not give orders, and what does. */
const OTHER_ENGINES: Partial<Record<NonNullable<Group["engine"]>, string>> = {
  containerd: "containerd takes no orders from nstop: use crictl, nerdctl or ctr",
  crio: "CRI-O takes no orders from nstop: use crictl",
  lxc: "LXC takes no orders from nstop: use lxc-stop and its like, or freeze it",
  nspawn: "systemd-nspawn takes no orders from nstop: use machinectl, or freeze it",
};

/** What there is against doing this to these groups. */
export function groupConcerns(
  reader: HostReader,
  subjects: readonly GroupSubject[],
  order: GroupOrder,
): readonly Concern[] {
  const own = ancestry(reader, ownPid(reader)).map(({ pid }) => pid);
  const general = WARNINGS[order];
  return [
    ...subjects.flatMap((subject) => {
      try {
        return concernsOf(reader, subject, order, own);
      } catch (error) {
        if (!(error instanceof ReadFailure)) throw error;
        return [refused(`${subjectText(subject)} may not be looked at (${visible(error.message)})`)];
      }
    }),
    ...(general === null ? [] : [warned(general)]),
  ];
}

/** Why a group's engine cannot be told anything; `null` when it can. */
export function whyNoEngine({ group }: GroupSubject): string | null {
  if (hasEngine(group)) return null;
  const who = subjectText({ kind: "group", group });
  if (group.kind !== "container") return `${who} is no container of an engine`;
  const other = group.engine === null ? undefined : OTHER_ENGINES[group.engine];
  return other === undefined ? `${who} has no engine that answers` : `${who}: ${other}`;
}

function concernsOf(
  reader: HostReader,
  subject: GroupSubject,
  order: GroupOrder,
  own: readonly number[],
): readonly Concern[] {
  const { group } = subject;
  const who = subjectText(subject);
  const isByCgroup = order === "freeze" || order === "thaw";
  const noEngine = isByCgroup ? null : whyNoEngine(subject);
  if (noEngine !== null) return [refused(noEngine)];
  if (isByCgroup && group.kind === "host") return [refused("the host itself cannot be frozen")];
  if (!isByCgroup && !HARMLESS.has(order) && group.frozen === true && group.state === "running") {
    return [
      refused(
        `${who} is frozen, of which its engine knows nothing and which it would wait for: thaw it first`,
      ),
    ];
  }
  const place = findFreezer(reader, group);
  if ("reason" in place) return isByCgroup ? [refused(`${who} ${place.reason}`)] : [];
  if (HARMLESS.has(order)) return thawWarnings(group, order);
  return [...insideConcerns(reader, subject, order, place.levels, own), ...freezeWarnings(group, order)];
}

/** What there is against it for the sake of who is in the group. */
function insideConcerns(
  reader: HostReader,
  subject: GroupSubject,
  order: GroupOrder,
  levels: OwnLevels,
  own: readonly number[],
): readonly Concern[] {
  const who = subjectText(subject);
  const word = typeable(subject.group.name, subject.group.id);
  if (holdsAny(reader, levels, own)) {
    return STILL.has(order)
      ? [refused(`${who} is what nstop runs in: it would stand still as well, and nobody could undo it`)]
      : [{ kind: "typed", word, warning: `${who} is what nstop runs in: it ends with it` }];
  }
  const vital = vitalProcess(reader, subject.group, pidsBelow(reader, levels[0].directory));
  if (vital === null) return [];
  const warning = `${vital} is in ${who}: containers may hang or end with it, or the host may not be reached any more`;
  return [{ kind: "typed", word, warning }];
}

/** A process that other containers, or the host itself, stand on. An init system in a container is the container's own. */
function vitalProcess(reader: HostReader, { kind }: Group, pids: readonly number[]): string | null {
  for (const pid of pids) {
    const stat = lookAtProcess(reader, pid);
    if (stat === null) continue;
    const names = programNames(reader, pid, stat.comm);
    if (names.some((name) => isEngineProgram(name) || (kind === "service" && isHostProgram(name)))) {
      return `${visible(stat.comm)} (pid ${pid})`;
    }
  }
  return null;
}

/** Who believes that it runs, and would wait for it. */
function freezeWarnings(group: Group, order: GroupOrder): readonly Concern[] {
  if (order !== "freeze") return [];
  if (group.kind === "service") {
    return [warned("systemd does not know of it, and waits for it where it is to stop it")];
  }
  return hasEngine(group)
    ? [warned(`${engineName(group.engine)} does not know of it; Pause is its own word for it`)]
    : [];
}

function thawWarnings(group: Group, order: GroupOrder): readonly Concern[] {
  if (order !== "thaw" || group.state !== "paused") return [];
  return [warned("its engine has paused it, and goes on believing so; Unpause is its own word for it")];
}

function refused(reason: string): Concern {
  return { kind: "refused", reason };
}

function warned(warning: string): Concern {
  return { kind: "warned", warning };
}
