import { describe, expect, test } from "vitest";
import { DETAIL_PARTS } from "../../src/collector/detail-sample.ts";
import { HOST_TABS, NAMESPACE_PAGE, PROCESS_PAGE, TABS } from "../../src/view/tabs.ts";
import { detailOf, snapshotOf } from "./detail-fixture.ts";

const pages = [...TABS, ...HOST_TABS, PROCESS_PAGE, NAMESPACE_PAGE];

const CONTENTS = {
  detail: detailOf(),
  snapshot: snapshotOf(),
  events: [],
  history: [],
  logs: { log: null, wrap: false, textCells: 80, filter: "" },
};

describe("the tabs", () => {
  test("are numbered in their order", () => {
    expect(TABS.map(({ key, title }) => `${key} ${title}`)).toEqual([
      "1 Processes",
      "2 Network",
      "3 Mounts",
      "4 Namespaces",
      "5 Limits",
      "6 IPC",
      "7 Users",
      "8 Security",
      "9 Logs",
      "0 Inspect",
    ]);
    expect(HOST_TABS.map(({ key, title }) => `${key} ${title}`)).toEqual([
      "1 Namespaces",
      "2 Sharing",
      "3 Network map",
      "4 Events",
      "5 Findings",
    ]);
  });

  test("never read what may be secret unasked", () => {
    const parts = pages.flatMap((page) => page.parts);
    expect(pages.flatMap(({ secret }) => secret ?? []).toSorted()).toEqual([
      "environment",
      "inspectionSecrets",
    ]);
    expect(parts.filter((part) => pages.some(({ secret }) => secret === part))).toEqual([]);
  });

  test.each(pages.map((page) => [page.title, page] as const))(
    "%s has something to show before its parts have arrived",
    (_title, page) => {
      const sections = page.sections(CONTENTS);
      expect(sections.length).toBeGreaterThan(0);
      expect(page.parts.filter((part) => !DETAIL_PARTS.includes(part))).toEqual([]);
      const silent = sections.filter(({ rows, empty }) => rows.length === 0 && empty === "");
      expect(silent).toEqual([]);
    },
  );

  test.each(pages.map((page) => [page.title, page] as const))(
    "%s fits a terminal of 40 columns with those that are never dropped",
    (_title, page) => {
      for (const { columns } of page.sections(CONTENTS)) {
        const always = Object.values(columns).filter(({ priority }) => priority === 0);
        const cells = always.reduce((sum, { width }) => sum + width + 1, 0);
        expect(cells).toBeGreaterThan(0);
        expect(cells).toBeLessThanOrEqual(38);
      }
    },
  );
});
