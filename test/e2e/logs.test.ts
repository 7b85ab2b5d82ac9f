import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeLive, docker, Inhabitants, type Inspected } from "../live/lab.ts";
import { residentBytes } from "../live/proc.ts";
import { eachInTerminal } from "./each-in-terminal.ts";
import { nstopPids } from "./nstop-pids.ts";
import { ENGINE, RUNTIMES } from "./runtimes.ts";
import type { Terminal } from "./terminal.ts";

const COUNTING = "i=0; while :; do i=$((i+1)); echo out $i; echo err $i >&2; sleep 0.3; done";

/** What a program may write to harm the terminal of who reads its log, and a line of a megabyte. */
const HOSTILE = [
  String.raw`printf 'clip\033]52;c;aGFja2Vk\007board\n'`,
  String.raw`printf 'clear\033[2J\033[Hed\n'`,
  String.raw`printf 'title\033]0;owned\033\\ed\n'`,
  String.raw`printf 'bidi\342\200\256desrever\n'`,
  String.raw`printf 'over\rwritten\n'`,
  String.raw`printf 'c1\302\2332Jcsi\n'`,
  String.raw`printf '\033[31mcoloured\033[0m\n'`,
  "head -c 1000000 /dev/zero | tr '\\0' L; echo",
  String.raw`printf 'last\n'`,
  "exec sleep 2147483647",
].join("; ");

describeLive("a person reads logs", () => {
  const inhabitants = new Inhabitants("logs-tab");
  let counting: Inspected;
  let hostile: Inspected;
  let flood: Inspected;

  beforeAll(() => {
    counting = inhabitants.container("counting", ["-e", "DB=hunter2"], ["sh", "-c", COUNTING]);
    hostile = inhabitants.container("hostile", [], ["sh", "-c", HOSTILE]);
    flood = inhabitants.container("flood", ["--log-opt", "max-size=20m"], ["yes", "0123456789".repeat(4)]);
    // It takes a CPU until it is looked at.
    docker("pause", flood.Id);
  });
  afterAll(async () => {
    docker("unpause", flood.Id);
    await inhabitants.removeAll();
  });

  describe.each(RUNTIMES)("on $runtime", ({ program }) => {
    let terminal: Terminal;
    eachInTerminal((opened) => {
      terminal = opened;
    });

    const open = async ({ Id }: Inspected, key: string, title: string, args = "") => {
      terminal.type(`${program} ${ENGINE} ${Id} ${args}\r`);
      await terminal.see("COMMAND");
      terminal.type(key);
      await terminal.see(`[${key} ${title}]`);
    };

    /** The number that the last line on screen ends with. */
    const newest = () => Math.max(...numbersOf(terminal));

    test("sees both streams, follows, stops following when the cursor goes up, and follows again at the end", async () => {
      await open(counting, "9", "Logs", "-d 60");
      await terminal.see(/\d\d:\d\d:\d\d\.\d{3} +out +out \d+/);
      await terminal.see(/\d\d:\d\d:\d\d\.\d{3} +err +err \d+/);
      const first = newest();
      await terminal.see(() => newest() > first + 2, "lines that come between two samples");
      terminal.type("\x1b[A\x1b[A");
      await terminal.see("not following: End goes on");
      const read = terminal.selected;
      const at = terminal.lines.indexOf(read ?? "");
      terminal.type("/out 1\r");
      await terminal.see(/filter out 1: \d+ of \d+/);
      terminal.type("\x1b");
      await terminal.seeNoMore("filter out 1");
      terminal.type("\x1b[F");
      await terminal.seeNoMore("not following");
      const second = newest();
      await terminal.see(() => newest() > second + 2, "lines that come once more");
      expect(at).toBeGreaterThan(0);
      await terminal.quit();
    });

    test("does not have what is read moved by what comes", async () => {
      await open(counting, "9", "Logs");
      await terminal.see(() => numbersOf(terminal).length > 20, "twenty lines");
      terminal.type("\x1b[A\x1b[A\x1b[A");
      await terminal.see("not following");
      // A frame comes in pieces: of one that has moved the cursor there may be a half.
      await terminal.see(
        ({ lines }) => lines.filter((line) => line.startsWith(" ▸")).length === 1,
        "one cursor",
      );
      const rows = () => terminal.lines.filter((line) => / (?:out|err) +(?:out|err) \d+ *$/.test(line));
      const before = rows();
      const written = () => docker("logs", counting.Id).split("\n").length;
      const then = written();
      // As many lines are written as are on screen, and a sample is shown after that.
      while (written() < then + 20) await terminal.see("not following");
      const clock = terminal.lines[0];
      await terminal.see(({ lines }) => lines[0] !== clock, "another sample");
      expect(rows().slice(0, before.length)).toEqual(before);
      await terminal.quit();
    });

    test("is not harmed by what programs write, and sees it; long lines are wrapped", async () => {
      await open(hostile, "9", "Logs");
      await terminal.see("last");
      for (const text of [
        "clip\\e]52;c;aGFja2Vk\\x07board",
        "clear\\e[2J\\e[Hed",
        "bidi<U+202E>desrever",
        "over\\rwritten",
        "c1\\x9b2Jcsi",
        "coloured",
      ]) {
        await terminal.see(text);
      }
      const before = terminal.lines.filter((line) => line.includes("LLLL")).length;
      expect(before).toBe(1);
      terminal.type("W");
      await terminal.see(({ lines }) => lines.filter((line) => line.includes("LLLL")).length > 20, "wrapped");
      await terminal.see("LLLL … cut");
      terminal.type("W");
      await terminal.see("coloured");
      expect(terminal.output).not.toContain("\x1b]52;");
      expect(terminal.output).not.toContain("\x1b]0;owned");
      expect(terminal.output).not.toContain("\u202e");
      expect(terminal.output).not.toContain("\x9b");
      expect(terminal.output).not.toContain("L".repeat(10_000));
      await terminal.quit();
    });

    test("is not slowed by a flood, and neither process grows", async () => {
      docker("unpause", flood.Id);
      try {
        await open(flood, "9", "Logs");
        await terminal.see("0123456789");
        const pids = nstopPids(terminal);
        expect(pids).toHaveLength(2);
        const before = pids.map(residentBytes);
        let jumps = 0;
        let time = "";
        await terminal.see(() => {
          const newestTime =
            /\d\d:\d\d:\d\d\.\d{3}(?= +out +0123)/.exec(terminal.lines.at(-2) ?? "")?.[0] ?? time;
          if (newestTime.slice(0, 8) !== time.slice(0, 8)) jumps += 1;
          time = newestTime;
          return jumps > 12;
        }, "a flood that goes on");
        terminal.type("\x1b[A");
        await terminal.see("not following");
        const selected = terminal.lines.findIndex((line) => line.startsWith(" ▸"));
        terminal.type("\x1b[A\x1b[A");
        await terminal.see(
          ({ lines }) => lines.findIndex((line) => line.startsWith(" ▸")) === selected - 2,
          "the cursor two rows up",
        );
        for (const [index, pid] of pids.entries()) {
          expect(residentBytes(pid) / (before[index] ?? 0)).toBeLessThan(3);
        }
        await terminal.quit();
      } finally {
        docker("pause", flood.Id);
      }
    });

    test("sees the engine's record, folds it, finds in it, and secrets only on demand", async () => {
      await open(counting, "0", "Inspect");
      await terminal.see(/Record of docker at unix:\S+; E shows what may be secret/);
      await terminal.see(/HostConfig \+\d+ +\d+ fields/);
      await terminal.see(/Id +[0-9a-f]{64}/);
      terminal.type("/Env\r");
      await terminal.see("DB=…");
      expect(terminal.text).not.toContain("hunter2");
      terminal.type("E");
      await terminal.see("DB=hunter2");
      terminal.type("E");
      await terminal.seeNoMore("hunter2");
      terminal.type("\x1b");
      await terminal.see(/State +\d+ fields/);
      terminal.type("*");
      await terminal.seeNoMore(/HostConfig \+\d+/);
      terminal.type("*");
      await terminal.see(/State \+\d+/);
      await terminal.quit();
    });
  });
});

/** The numbers of the lines on screen. */
function numbersOf({ text }: Terminal): readonly number[] {
  return [...text.matchAll(/ (?:out|err) +(?:out|err) (\d+) *$/gm)].map(([, number]) => Number(number));
}
