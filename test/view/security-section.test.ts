import { expect, test } from "vitest";
import type { SecurityView } from "../../src/model/detail.ts";
import { NOT_READABLE, READING } from "../../src/view/part-rows.ts";
import { securitySections } from "../../src/view/security-section.ts";
import { cellsOf, detailOf, snapshotOf, titled } from "./detail-fixture.ts";

const SECURITY: SecurityView = {
  privileged: false,
  capabilities: { effective: ["CAP_CHOWN"], bounding: ["CAP_CHOWN", "CAP_KILL"] },
  seccomp: "off",
  noNewPrivileges: false,
  lsm: null,
  userNamespaced: false,
  hostMounts: [
    { source: "/etc", mountPoint: "/host/etc", writable: true },
    { source: "/usr", mountPoint: "/host/usr", writable: false },
  ],
  engineSocketMounted: false,
  comparison: [
    { what: "seccomp", configured: "filter", actual: "off", differs: true },
    { what: "security module", configured: null, actual: null, differs: false },
  ],
};

test("what was configured stands beside what is, and a difference is marked and counts as a fault", () => {
  const section = titled(
    securitySections(detailOf({ security: SECURITY }), snapshotOf()),
    "Configured and actual",
  );
  expect(cellsOf(section)).toEqual([
    { what: "seccomp", configured: "filter", actual: "off", differs: "differs" },
    { what: "security module", configured: "-", actual: "-", differs: "" },
  ]);
  expect(section.rows.map((row) => section.faulty?.(row))).toEqual([true, false]);
});

test("mounts of the host say whether the host can be changed through them", () => {
  const section = titled(
    securitySections(detailOf({ security: SECURITY }), snapshotOf()),
    "Mounted from the host",
  );
  expect(cellsOf(section)).toEqual([
    { mountPoint: "/host/etc", access: "writable", source: "/etc" },
    { mountPoint: "/host/usr", access: "read-only", source: "/usr" },
  ]);
});

test("capabilities are named with the sets that have them", () => {
  const section = titled(securitySections(detailOf({ security: SECURITY }), snapshotOf()), "Capabilities");
  expect(cellsOf(section)).toEqual([
    { name: "CAP_CHOWN", sets: "effective bounding" },
    { name: "CAP_KILL", sets: "bounding" },
  ]);
});

test("what has not been read, and what may not be read, is said and not taken for none", () => {
  const empty = (security?: null) =>
    titled(securitySections(detailOf(security === null ? { security } : {}), snapshotOf()), "Capabilities")
      .empty;
  expect([empty(), empty(null)]).toEqual([READING, NOT_READABLE]);
});
