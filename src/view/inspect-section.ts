import type { InspectionFacts } from "../collector/detail-sample.ts";
import type { InspectionNode } from "../engines/inspection.ts";
import type { Detail } from "../model/detail.ts";
import { READING } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";
import type { Style } from "./theme.ts";

/** A line of a record, with where it is in it. */
interface InspectRow extends InspectionNode {
  /** As a JSON pointer, such as `/Config/Env/0`. */
  readonly pointer: string;
  readonly parent: string | null;
}

/** Long, and seldom what is looked for: these are folded away at first. */
export const FOLDED_AT_FIRST = [
  "/HostConfig",
  "/NetworkSettings",
  "/GraphDriver",
  "/Storage",
  "/Config/Labels",
  "/mounts",
  "/linux",
  "/hooks",
  "/process/capabilities",
].map(keyOf);

/** What its engine has on record of a container, as a tree. */
export function inspectSection({ inspection, inspectionSecrets, group }: Detail): Section<InspectRow> {
  const facts = inspectionSecrets ?? inspection;
  const isShown = inspectionSecrets != null;
  return {
    title: facts == null || facts.source === null ? null : titleOf(facts, isShown),
    columns: COLUMNS,
    rows: facts == null ? [] : rowsOf(facts),
    empty: emptyText(facts, group),
    key: ({ pointer }) => keyOf(pointer),
    searchText: ({ pointer, text }) => `${pointer} ${text}`,
    parentKey: ({ parent }) => (parent === null ? null : keyOf(parent)),
    remark: ({ isHidden }) => (isHidden ? "this may be a secret: E reads and shows it" : null),
    copies: ({ text }) => text,
  };
}

function keyOf(pointer: string): string {
  return `inspect:${pointer}`;
}

function titleOf({ source, message, isCut }: InspectionFacts, isShown: boolean): string {
  const parts = [
    `Record of ${source}`,
    ...(message === null ? [] : [`which is read because ${message}`]),
    ...(isCut ? ["only its beginning"] : []),
    isShown ? "E hides what may be secret" : "E shows what may be secret",
  ];
  return parts.join("; ");
}

function emptyText(facts: InspectionFacts | null | undefined, { kind, leaderPid }: Detail["group"]): string {
  if (facts === undefined) return READING;
  if (facts !== null) return facts.message ?? "the record is empty";
  if (kind !== "container") return `only engines keep records, and this is no container but a ${kind}`;
  return leaderPid === null ? "it is not running: its engine is asked when it is" : "it has no id to ask for";
}

function rowsOf({ nodes }: InspectionFacts): readonly InspectRow[] {
  const path: string[] = [];
  return nodes.map((node) => {
    const parent = path[node.depth - 1] ?? null;
    const pointer = `${parent ?? ""}/${node.name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    path[node.depth] = pointer;
    return { ...node, pointer, parent };
  });
}

const QUIET: Style = { dim: true };

const COLUMNS: Readonly<Record<string, Column<InspectRow>>> = {
  name: {
    title: "FIELD",
    help: "Name of the field as the engine writes it, or place in the list",
    width: 16,
    grow: 1,
    maxWidth: 44,
    align: "left",
    priority: 0,
    text: ({ name }) => name,
  },
  path: {
    title: "PATH",
    help: "Where in the record it is, as a JSON pointer",
    width: 30,
    grow: 1,
    align: "left",
    priority: 1,
    hidden: true,
    text: ({ pointer }) => pointer,
  },
  value: {
    title: "VALUE",
    help: "Its value; of what holds others, how many. What may be a secret is hidden until E is pressed",
    width: 18,
    grow: 2,
    align: "left",
    priority: 0,
    text: ({ text }) => text,
    style: ({ isParent, isHidden }) => (isParent || isHidden ? QUIET : undefined),
  },
};
