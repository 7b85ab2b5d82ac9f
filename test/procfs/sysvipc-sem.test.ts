import { expect, test } from "vitest";
import { parseSysvipcSem } from "../../src/procfs/sysvipc-sem.ts";

const HEADING = "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n";
const SET = "-1895890802          7   644          5    70    70    70    70          0 1795626593\n";

test("reads sets with how many semaphores are in them", () => {
  expect(parseSysvipcSem(HEADING + SET)).toEqual([
    { key: "0x8eff008e", id: 7, mode: "644", ownerUid: 70, count: 5 },
  ]);
});

test("a namespace without any has a heading only", () => {
  expect(parseSysvipcSem(HEADING)).toEqual([]);
});

test.each([SET, `${HEADING}1 2 600 5\n`, HEADING + SET.replace(" 5 ", " x ")])("throws on %j", (text) => {
  expect(() => parseSysvipcSem(text)).toThrow(SyntaxError);
});
