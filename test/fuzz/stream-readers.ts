import { encodeText } from "../../src/host/text.ts";
import { decodeLine, decodeOrder, decodeVisibleLine, encodeLine } from "../../src/stream/codec.ts";
import { decodeFindings } from "../../src/stream/findings-line.ts";
import { LineLengthener } from "../../src/stream/line-changes.ts";
import { LineSplitter } from "../../src/stream/line-splitter.ts";
import { decodeSurvey } from "../../src/stream/survey-line.ts";
import { fakeGroup, fakeSnapshot } from "../stream/fake-snapshot.ts";
import { type FuzzedReader, reader } from "./fuzzed-reader.ts";

const MAX_LINE_BYTES = 150;

const SNAPSHOT = fakeSnapshot(1, { groups: [fakeGroup("a", 1), fakeGroup("b\u001b[2J", 2)] });

const LINES = [
  encodeLine(SNAPSHOT),
  encodeLine({ ...SNAPSHOT, groups: [0, 1], since: SNAPSHOT.takenAt }),
  '{"heartbeat":7}\n',
  '{"log":{"groupId":"host","lines":[]}}\n',
];

const ORDERS = [
  '{"detail":null,"delaySeconds":2,"onScreen":["a"],"logs":{"groupId":"host"},"now":true}\n',
  '{"detail":{"target":{"kind":"namespace","type":"net","inode":4026531840},"parts":["mounts"]}}\n',
  '{"terminal":{"path":"/dev/pts/7","settings":"500:5:bf"}}\n',
];

const SURVEY = JSON.stringify({
  takenAtMilliseconds: 1,
  host: {},
  hostNamespaces: {},
  namespaces: [],
  issues: [],
  engines: { reports: [], containers: [] },
  sets: [{ net: null }],
  cgroups: [null],
  processes: [{ pid: 1, namespaces: 0, cgroup: 0 }],
});

/** A snapshot, and after it whatever came. */
function lengthen(text: string): unknown {
  const receiver = new LineLengthener();
  receiver.lengthen(SNAPSHOT);
  const line = decodeLine(text);
  return "groups" in line ? receiver.lengthen(line) : line;
}

function splitLines(pieces: readonly string[]): readonly string[] {
  const splitter = new LineSplitter(MAX_LINE_BYTES);
  return pieces.flatMap((piece) => splitter.push(encodeText(piece)));
}

/** What goes between nstop's own two processes. */
export const STREAM_READERS: readonly FuzzedReader[] = [
  reader("decodeLine", decodeLine, LINES),
  reader("decodeVisibleLine", decodeVisibleLine, LINES),
  reader("LineLengthener", lengthen, LINES),
  reader("decodeOrder", decodeOrder, ORDERS),
  reader("decodeSurvey", decodeSurvey, [SURVEY]),
  reader("decodeFindings", decodeFindings, ['{"kernel":{"failure":"it hangs"}}\n']),
  reader("LineSplitter", (text) => splitLines([text]), ["one\n\ntwö\nthe rest", `${"x".repeat(100)}\n`], {
    throws: [RangeError],
    readPieces: splitLines,
  }),
];
