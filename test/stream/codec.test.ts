import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visible } from "../../src/host/text.ts";
import { decodeLine, decodeOrder, decodeVisibleLine, encodeLine } from "../../src/stream/codec.ts";
import type { SamplerOrder } from "../../src/stream/protocol.ts";
import { fakeEvent, fakeGroup, fakeSnapshot } from "./fake-snapshot.ts";

/** A snapshot with a text that the host chose, at several depths. */
function snapshotNaming(text: string) {
  const group = { ...fakeGroup("a"), name: text, ports: [text] };
  return fakeSnapshot(1, { groups: [group], host: { ...fakeSnapshot(1).host, hostname: text } });
}

const anyText = fc.string({ unit: "binary" });

describe("a line of the stream", () => {
  test("reads back as it was, whatever text it holds", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeLine(encodeLine(snapshotNaming(text)))).toEqual(snapshotNaming(text));
      }),
    );
  });

  test("is one line, whatever text it holds", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(encodeLine(snapshotNaming(text)).indexOf("\n")).toBe(
          encodeLine(snapshotNaming(text)).length - 1,
        );
      }),
    );
  });

  test("read for showing has every string made visible, once", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeVisibleLine(encodeLine(snapshotNaming(text)))).toEqual(snapshotNaming(visible(text)));
      }),
    );
  });

  test.each(["\x1b[2J", "\u202e", "\x9b", "\udcff", "a\nb"])("read for showing is without %j", (text) => {
    expect(JSON.stringify(decodeVisibleLine(encodeLine(snapshotNaming(text))))).not.toContain(
      JSON.stringify(text).slice(1, -1),
    );
  });

  test("may be an event, and is read for showing with care as well", () => {
    const event = fakeEvent("odd\x1b[31m started");
    expect(decodeLine(encodeLine({ event }))).toEqual({ event });
    expect(decodeVisibleLine(encodeLine({ event }))).toEqual({
      event: { ...event, sentence: "odd\\e[31m started" },
    });
  });

  test("may be what has come of a log, and is read for showing with care as well", () => {
    const text = "odd\x1b[2J\u202etext";
    const line = { at: null, origin: "stdout", isError: false, text, isCut: false };
    const log = { groupId: "web", isNew: true, state: "following", message: null, lines: [line] } as const;
    expect(decodeLine(encodeLine({ log }))).toEqual({ log });
    expect(decodeVisibleLine(encodeLine({ log }))).toEqual({
      log: { ...log, lines: [{ ...line, text: "odd\\e[2J<U+202E>text" }] },
    });
    expect(() => decodeLine('{"log":{"groupId":"web"}}')).toThrow(SyntaxError);
  });

  test("may be a sign of life", () => {
    expect(decodeLine(encodeLine({ heartbeat: 7 }))).toEqual({ heartbeat: 7 });
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    "7",
    '"text"',
    "{}",
    '{"heartbeat":"7"}',
    '{"event":null}',
    '{"event":{"at":"","kind":"container-started"}}',
    '{"schemaVersion":2,"takenAt":"","groups":[]}',
  ])("is refused when it is %j", (text) => {
    expect(() => decodeLine(text)).toThrow(SyntaxError);
  });
});

describe("an order", () => {
  test.each<SamplerOrder>([
    { detail: null },
    { detail: null, delaySeconds: 0.1, now: true },
    { detail: { target: { kind: "group", groupId: "host" }, parts: ["processes", "mounts"] } },
    { detail: { target: { kind: "process", pid: 1 }, parts: [] } },
    { detail: { target: { kind: "namespace", type: "net", inode: 4026531840 }, parts: ["uts"] } },
    { terminal: { path: "/dev/pts/1", settings: "500:5" } },
    { detail: null, onScreen: ["host", "a/b"] },
    { detail: null, onScreen: null },
    { anew: true },
    { closing: true },
  ])("reads back as it was: %j", (order) => {
    expect(decodeOrder(encodeLine(order))).toEqual(order);
  });

  test.each([
    "",
    "null",
    "{}",
    '{"detail":{}}',
    '{"detail":{"target":{"kind":"group"},"parts":[]}}',
    '{"detail":{"target":{"kind":"process","pid":"1"},"parts":[]}}',
    '{"detail":{"target":{"kind":"namespace","type":"new","inode":1},"parts":[]}}',
    '{"detail":{"target":{"kind":"process","pid":1},"parts":["everything"]}}',
    '{"detail":null,"delaySeconds":0}',
    '{"detail":null,"now":1}',
    '{"terminal":{"path":"/dev/pts/1"}}',
    '{"closing":false}',
  ])("is refused when it is %j", (text) => {
    expect(() => decodeOrder(text)).toThrow(SyntaxError);
  });
});
