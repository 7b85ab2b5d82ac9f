import { expect, test } from "vitest";
import { parseSysvipcMsg } from "../../src/procfs/sysvipc-msg.ts";

const HEADING =
  "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime\n";
const UNUSED =
  "1410337879          0   644           0          0     0     0     0     0     0     0          0          0 1795626593\n";
const FILLED =
  "   5432001          1   666           7          1  8142     0    70     0     0     0 1795626934          0 1795626930\n";

test("reads queues with what waits in them, and who sent last", () => {
  expect(parseSysvipcMsg(HEADING + UNUSED + FILLED)).toEqual([
    {
      key: "0x54100c57",
      id: 0,
      mode: "644",
      ownerUid: 0,
      bytes: 0,
      messages: 0,
      lastSenderPid: 0,
      lastSentAtSeconds: 0,
    },
    {
      key: "0x0052e2c1",
      id: 1,
      mode: "666",
      ownerUid: 70,
      bytes: 7,
      messages: 1,
      lastSenderPid: 8142,
      lastSentAtSeconds: 1_795_626_934,
    },
  ]);
});

test("a namespace without any has a heading only", () => {
  expect(parseSysvipcMsg(HEADING)).toEqual([]);
});

test.each([FILLED, `${HEADING}1 2 600 5\n`, HEADING + FILLED.replace("8142", "-1")])(
  "throws on %j",
  (text) => {
    expect(() => parseSysvipcMsg(text)).toThrow(SyntaxError);
  },
);
