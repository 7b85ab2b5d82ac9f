import { expect, test } from "vitest";
import { parseSysvipcShm } from "../../src/procfs/sysvipc-shm.ts";

const HEADING =
  "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n";

const UNATTACHED =
  "-1119318879          0   644                 12345 15806     0      0     0     0     0     0          0          0 1795626593                     0                     0\n";

const REMOVED =
  "         0      32770  1600                  8192  8142  8143      2  1000  1000     0     0 1795626934          0 1795626934                  4096                  4096\n";

test("reads segments with their sizes, creators and how often they are attached", () => {
  expect(parseSysvipcShm(HEADING + UNATTACHED + REMOVED)).toEqual([
    {
      key: "0xbd488ca1",
      id: 0,
      mode: "644",
      ownerUid: 0,
      bytes: 12_345,
      residentBytes: 0,
      swapBytes: 0,
      attached: 0,
      creatorPid: 15_806,
      changedAtSeconds: 1_795_626_593,
      markedForRemoval: false,
    },
    {
      key: "0x00000000",
      id: 32_770,
      mode: "600",
      ownerUid: 1000,
      bytes: 8192,
      residentBytes: 4096,
      swapBytes: 4096,
      attached: 2,
      creatorPid: 8142,
      changedAtSeconds: 1_795_626_934,
      markedForRemoval: true,
    },
  ]);
});

test("a namespace without any has a heading only", () => {
  expect(parseSysvipcShm(HEADING)).toEqual([]);
});

test.each(["key\n", `${HEADING}1 2 600\n`, HEADING + UNATTACHED.replace("644", "688")])(
  "throws on %j",
  (text) => {
    expect(() => parseSysvipcShm(text)).toThrow(SyntaxError);
  },
);
