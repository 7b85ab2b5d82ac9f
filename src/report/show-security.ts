import type { HostMountFacts } from "../collector/detail-sample.ts";
import type { SecurityComparison, Show } from "../model/detail.ts";
import type { Finding } from "../model/snapshot.ts";
import { factSection, type ReportSection, tableSection } from "./report-section.ts";
import { accessText, differenceText, settingText } from "./security-text.ts";
import type { Paper, TextColumn } from "./text-table.ts";

/** What was found about the group, and what confines it. */
export function securitySections({ security, findings }: Show, paper: Paper): readonly ReportSection[] {
  return [
    findings.length === 0 ? [] : factSection("FINDINGS", findings.flatMap(findingFacts), paper),
    tableSection("SECURITY", COMPARISON_COLUMNS, security?.comparison ?? null, paper),
    tableSection("MOUNTED FROM THE HOST", HOST_MOUNT_COLUMNS, security?.hostMounts ?? null, paper),
    security?.capabilities == null
      ? tableSection("CAPABILITIES", [], null, paper)
      : factSection(
          "CAPABILITIES",
          [
            ["effective", security.capabilities.effective.join(" ") || "none"],
            ["bounding", security.capabilities.bounding.join(" ") || "none"],
          ],
          paper,
        ),
  ];
}

function findingFacts({ code, sentence, evidence }: Finding) {
  return [
    [code, sentence] as const,
    ...evidence.map(({ path, value }) => ["evidence", `${path}: ${value}`] as const),
  ];
}

const COMPARISON_COLUMNS: readonly TextColumn<SecurityComparison>[] = [
  { title: "WHAT", shrinks: true, text: ({ what }) => what },
  { title: "CONFIGURED", shrinks: true, text: ({ configured }) => settingText(configured) },
  { title: "ACTUAL", shrinks: true, text: ({ actual }) => settingText(actual) },
  { title: "NOTE", text: differenceText, paint: () => "yellow" },
];

const HOST_MOUNT_COLUMNS: readonly TextColumn<HostMountFacts>[] = [
  { title: "MOUNT POINT", shrinks: true, text: ({ mountPoint }) => mountPoint },
  { title: "ACCESS", text: accessText },
  { title: "ON THE HOST", shrinks: true, text: ({ source }) => source },
];
