import type { Detail } from "../model/detail.ts";
import { leakFindings } from "../model/namespace-findings.ts";
import type { Finding, Snapshot } from "../model/snapshot.ts";
import { type GroupNames, groupName, groupNames } from "../report/group-text.ts";
import { alphabetical } from "./compare.ts";
import { distinctKeys } from "./distinct-keys.ts";
import { groupSubject } from "./group-subject.ts";
import type { Column, Opens, Section } from "./section.ts";
import type { Style } from "./theme.ts";
import { wrapWords } from "./wrap-words.ts";

/** A line of a finding: what it is called, what it says, or what it is known from. */
export interface FindingRow {
  readonly finding: Finding;
  readonly part: "code" | "sentence" | "evidence";
  readonly text: string;
  /** What the finding is about. */
  readonly about: string;
}

/** Sentences are broken so that they can be read on a narrow terminal. */
const SENTENCE_CELLS = 58;

/**
 * Everything that a person should look at, each with what it is known from.
 *
 * @param detail Of the host: once its namespaces have been looked through, those that leak are listed as well.
 */
export function findingsSections(detail: Detail, snapshot: Snapshot): readonly Section<unknown>[] {
  const namespaces = detail.namespaces?.namespaces ?? [];
  const findings = [...snapshot.findings, ...leakFindings(namespaces)];
  return [findingsSection(null, findings, snapshot, { about: ABOUT_COLUMN, what: WHAT_COLUMN })];
}

/** The findings of one group. */
export function groupFindingsSection({ findings }: Detail, snapshot: Snapshot): Section<FindingRow> {
  return findingsSection("Findings", findings, snapshot, { what: WHAT_COLUMN });
}

function findingsSection(
  title: string | null,
  findings: readonly Finding[],
  snapshot: Snapshot,
  columns: Section<FindingRow>["columns"],
): Section<FindingRow> {
  const names = groupNames(snapshot.groups);
  const key = distinctKeys(findings, ({ code, groupId, pid }) => `finding:${code} ${groupId} ${pid}`);
  const rows = findings.flatMap((finding) => findingRows(finding, names));
  return {
    title,
    columns,
    rows,
    empty: "nothing was found that a person should look at",
    key: distinctKeys(rows, ({ finding, part }) =>
      part === "code" ? key(finding) : `${key(finding)} ${part}`,
    ),
    searchText: ({ finding: { code, sentence }, about, text }) => `${code} ${about} ${sentence} ${text}`,
    parentKey: ({ finding, part }) => (part === "code" ? null : key(finding)),
    treeColumn: "what",
    opens: ({ finding }) => opens(finding),
    acts: ({ finding }) => groupSubject(snapshot, finding.groupId),
    faulty: () => true,
    remark: ({ finding }) => finding.sentence,
    copies: ({ finding, part, text }) => (part === "evidence" ? text : finding.sentence),
  };
}

function findingRows(finding: Finding, names: GroupNames): readonly FindingRow[] {
  const about = finding.groupId === null ? "host" : groupName(finding.groupId, names);
  const rows = (part: FindingRow["part"], texts: readonly string[]) =>
    texts.map((text) => ({ finding, part, text, about }));
  return [
    ...rows("code", [finding.code]),
    ...rows("sentence", wrapWords(finding.sentence, SENTENCE_CELLS)),
    ...rows(
      "evidence",
      finding.evidence.map(({ path, value }) => `${path}: ${value}`),
    ),
  ];
}

/** The process that is meant, else the group. */
function opens({ pid, groupId }: Finding): Opens | null {
  if (pid !== null) return { kind: "process", pid };
  return groupId === null ? null : { kind: "target", target: { kind: "group", groupId } };
}

const STYLES: Readonly<Record<FindingRow["part"], Style | undefined>> = {
  code: { color: "yellow", bold: true },
  sentence: undefined,
  evidence: { dim: true },
};

const WHAT_COLUMN: Column<FindingRow> = {
  title: "FINDING",
  help: "What was found and why it matters; below it the files that show it",
  width: 24,
  grow: 3,
  align: "left",
  priority: 0,
  text: ({ text }) => text,
  style: ({ part }) => STYLES[part],
  compare: alphabetical(({ finding }) => finding.code),
};

const ABOUT_COLUMN: Column<FindingRow> = {
  title: "ABOUT",
  help: "The group that it is about",
  width: 12,
  grow: 1,
  maxWidth: 32,
  align: "left",
  priority: 1,
  text: ({ about, part }) => (part === "code" ? about : ""),
  compare: alphabetical(({ about }) => about),
};
