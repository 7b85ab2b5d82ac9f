import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Group } from "../../src/model/snapshot.ts";
import { listCsv } from "../../src/report/list-csv.ts";
import { API, HOST_GROUP, SIDECAR, SNAPSHOT } from "./fixture.ts";

/** Reads CSV back, strictly by RFC 4180. */
function parseCsv(csv: string): readonly (readonly string[])[] {
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const lines: string[][] = [[]];
  while (field.lastIndex < csv.length) {
    const at = field.lastIndex;
    const match = field.exec(csv);
    if (match === null) throw new SyntaxError(`no CSV at ${at}: ${JSON.stringify(csv.slice(at, at + 40))}`);
    lines.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") lines.push([]);
  }
  return lines.slice(0, -1);
}

function recordOf(group: Group): Readonly<Record<string, string | undefined>> {
  const [names = [], values = []] = parseCsv(listCsv([group]));
  return Object.fromEntries(names.map((name, at) => [name, values[at]]));
}

describe("nstop list --csv", () => {
  test("begins with the names of the columns, units in them", () => {
    expect(listCsv([])).toBe(
      "id,kind,engine,name,containerId,image,state,health,parentId,leaderPid,startedAt,restartCount," +
        "podNamespace,podName,composeProject,composeService,processes,threads,pidsCurrent,pidsLimit," +
        "cpuPercent,cpuLimitPercent,cpuThrottledPercent," +
        "memoryWorkingSetBytes,memoryCurrentBytes,memoryAnonymousBytes,memoryLimitBytes,memoryOomKills,memoryLimitHits," +
        "ioReadBytesPerSecond,ioWriteBytesPerSecond," +
        "networkReceiveBytesPerSecond,networkTransmitBytesPerSecond,networkSharedWith," +
        "pressureCpuSome10Percent,pressureCpuFull10Percent,pressureMemorySome10Percent,pressureMemoryFull10Percent," +
        "pressureIoSome10Percent,pressureIoFull10Percent,frozen,cgroupPath," +
        ["mnt", "uts", "pid", "ipc", "net", "user", "cgroup", "time"]
          .map((type) => `${type}Inode,${type}SharedWithHost,${type}SharedWith,`)
          .join("") +
        "ports,verdictCode,verdictSentence,memorySecondsToLimit,pidsSecondsToLimit," +
        "lastOomKillAt,lastOomKillPid,lastOomKillComm,lastOomKillLimitPath,leaderStartTicks\r\n",
    );
  });

  test("has a line for each group", () => {
    expect(parseCsv(listCsv(SNAPSHOT.groups)).map((fields) => fields[3])).toEqual([
      "name",
      ...SNAPSHOT.groups.map(({ name }) => name),
    ]);
  });

  test("has exact numbers", () => {
    expect(recordOf(API)).toMatchObject({
      cpuPercent: "88.24",
      memoryWorkingSetBytes: "432013312",
      ioReadBytesPerSecond: "0",
      pidsLimit: "100",
      netInode: "4026532841",
      userSharedWithHost: "true",
    });
    expect(recordOf({ ...API, pids: { current: 1, limit: "max", secondsToLimit: null } })["pidsLimit"]).toBe(
      "max",
    );
  });

  test("leaves a field empty where nothing is known, and never says 0", () => {
    expect(recordOf(SIDECAR)).toMatchObject({
      memoryLimitBytes: "",
      networkReceiveBytesPerSecond: "",
      podName: "",
      frozen: "",
      pressureIoSome10Percent: "",
    });
  });

  test("has every value of a group but what a verdict is known from", () => {
    const { evidence, ...verdict } = API.verdict ?? { evidence: [] };
    const group = { ...API, pod: { namespace: "prod", name: "web-0" }, parentId: "outer", verdict };
    const values = Object.values(recordOf({ ...group, verdict: API.verdict }));
    const leaves = (value: unknown): readonly string[] =>
      typeof value === "object" && value !== null
        ? Object.values(value).flatMap(leaves)
        : [String(value ?? "")];
    expect(leaves(group).filter((leaf) => !values.includes(leaf))).toEqual([]);
    expect(evidence).toHaveLength(1);
  });

  test("quotes a comma and a quotation mark, as RFC 4180 says", () => {
    expect(listCsv([{ ...HOST_GROUP, name: 'a,"b"' }])).toContain(',"a,""b""",');
  });

  test("does not let a spreadsheet take a name for a formula", () => {
    for (const name of ["=1+1", "+1", "-1", "@a"])
      expect(recordOf({ ...API, name })["name"]).toBe(`'${name}`);
  });

  test("is one line for each group and holds no control character, whatever the names", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, (name, cgroupPath) => {
        const csv = listCsv([{ ...API, name, cgroupPath }, HOST_GROUP]);
        const lines = parseCsv(csv);
        expect(lines.map((fields) => fields.length)).toEqual(lines.map(() => lines[0]?.length));
        expect(lines).toHaveLength(3);
        expect(csv.replaceAll("\r\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
