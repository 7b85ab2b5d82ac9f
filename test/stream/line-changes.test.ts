import fc from "fast-check";
import { expect, test } from "vitest";
import { LineLengthener, LineShortener, type ShortLine } from "../../src/stream/line-changes.ts";
import { fakeGroup, fakeSnapshot } from "./fake-snapshot.ts";

/** A snapshot of groups that are called `ids`, each using as much CPU as its name says. */
function snapshotOf(second: number, groups: Readonly<Record<string, number>>) {
  return fakeSnapshot(second, {
    groups: Object.entries(groups).map(([id, percent]) => fakeGroup(id, percent)),
  });
}

/** What comes out at the other end of a wire. */
function throughWire(line: ShortLine): ShortLine {
  return JSON.parse(JSON.stringify(line));
}

test("what is shortened is whole again at the other end, whatever comes, goes and changes", () => {
  const groups = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "e"), fc.nat(3));
  fc.assert(
    fc.property(fc.array(groups), (snapshots) => {
      const sender = new LineShortener();
      const receiver = new LineLengthener();
      for (const [second, each] of snapshots.entries()) {
        const line = snapshotOf(second, each);
        expect(receiver.lengthen(throughWire(sender.shorten(line)))).toEqual(line);
      }
    }),
  );
});

test("a group that has not changed is a number on the wire, and the same object after it", () => {
  const sender = new LineShortener();
  const receiver = new LineLengthener();
  const first = receiver.lengthen(throughWire(sender.shorten(snapshotOf(1, { a: 1, b: 2 }))));
  const short = sender.shorten(snapshotOf(2, { b: 2, c: 3, a: 5 }));
  expect(short.groups).toEqual([1, fakeGroup("c", 3), fakeGroup("a", 5)]);
  expect(receiver.lengthen(throughWire(short)).groups[0]).toBe(first.groups[1]);
});

test("findings are on the wire when they have changed, and the same list after it when not", () => {
  const sender = new LineShortener();
  const receiver = new LineLengthener();
  const findings = [{ code: "host-pid", groupId: "a", pid: null, sentence: "It does.", evidence: [] }];
  const before = receiver.lengthen(throughWire(sender.shorten(fakeSnapshot(1, { findings }))));
  const same = sender.shorten(fakeSnapshot(2, { findings }));
  expect(same).not.toHaveProperty("findings");
  expect(receiver.lengthen(throughWire(same)).findings).toBe(before.findings);
  const none = fakeSnapshot(3, { findings: [] });
  expect(receiver.lengthen(throughWire(sender.shorten(none)))).toEqual(none);
});

test("a first line without findings is refused", () => {
  const { findings: _, ...line } = fakeSnapshot(1);
  expect(() => new LineLengthener().lengthen(line)).toThrow(SyntaxError);
});

test("after a lost line nothing is believed until one stands for itself", () => {
  const sender = new LineShortener();
  const receiver = new LineLengthener();
  receiver.lengthen(sender.shorten(snapshotOf(1, { a: 1 })));
  sender.shorten(snapshotOf(2, { a: 2 }));
  expect(() => receiver.lengthen(sender.shorten(snapshotOf(3, { a: 2 })))).toThrow(SyntaxError);
  expect(() => receiver.lengthen(sender.shorten(snapshotOf(4, { a: 2 })))).toThrow(SyntaxError);
  sender.restart();
  expect(receiver.lengthen(sender.shorten(snapshotOf(5, { a: 2 })))).toEqual(snapshotOf(5, { a: 2 }));
});

test("a number that stands for nothing is refused", () => {
  const receiver = new LineLengthener();
  expect(() => receiver.lengthen({ ...snapshotOf(1, {}), groups: [0] })).toThrow(SyntaxError);
});
