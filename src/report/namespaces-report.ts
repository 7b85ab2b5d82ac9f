import type { NamespaceSurvey } from "../collector/namespace-survey.ts";
import type { Sample } from "../collector/sample.ts";
import { deriveNamespaces } from "../model/derive-namespaces.ts";
import { deriveSnapshot } from "../model/derive-snapshot.ts";
import { goneMessage } from "../model/gone-message.ts";
import { resolveTarget } from "../model/resolve-target.ts";
import { SCHEMA_VERSION, type Target } from "../model/snapshot.ts";
import { groupNames } from "./group-text.ts";
import { jsonText } from "./json.ts";
import { namespacesText } from "./namespaces-text.ts";
import { type NamespaceSelection, selectNamespaces } from "./select-namespaces.ts";
import type { Paper } from "./text-table.ts";

/** Which namespaces `nstop namespaces` prints, and how. */
export interface NamespacesReportOptions extends NamespaceSelection {
  /** Only its namespaces; `null`: all. */
  readonly target: string | null;
  readonly tree: boolean;
  readonly format: "text" | "json" | "csv";
}

/** One look at who is where. */
interface Survey {
  readonly sample: Sample;
  readonly survey: NamespaceSurvey;
}

/**
 * What `nstop namespaces` prints.
 *
 * @throws {Error} If the target is nothing that is there; the message says what to do.
 */
export function namespacesReport(
  { sample, survey }: Survey,
  options: NamespacesReportOptions,
  paper: Paper,
): string {
  const derivation = deriveSnapshot(sample, null);
  const { groups, issues } = derivation.snapshot;
  const target: Target =
    options.target === null ? { kind: "host" } : meant(options.target, derivation.snapshot);
  const namespaces = deriveNamespaces(target, { sample, derivation, survey });
  if (namespaces.length === 0) throw new Error(goneMessage(target));
  const names = groupNames(groups);
  const selected = selectNamespaces(namespaces, options, names);
  if (options.format === "json") {
    return jsonText({ schemaVersion: SCHEMA_VERSION, namespaces: selected, issues });
  }
  return namespacesText(selected, { names, tree: options.tree, issues }, paper);
}

function meant(text: string, snapshot: Parameters<typeof resolveTarget>[1]): Target {
  const target = resolveTarget(text, snapshot);
  if ("error" in target) throw new Error(target.error);
  return target;
}
