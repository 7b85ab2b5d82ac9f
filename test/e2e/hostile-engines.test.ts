import { Buffer } from "node:buffer";
import type net from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { describeLive, docker, Inhabitants, type Inspected } from "../live/lab.ts";
import { residentBytes } from "../live/proc.ts";
import {
  answerSoundly,
  ROGUE_KINDS,
  RogueEngines,
  type RogueKind,
  sendJson,
  sendText,
  writeForEver,
} from "../live/rogue-engines.ts";
import { ActingPerson } from "./acting.ts";
import { nstopPids } from "./nstop-pids.ts";
import { RUNTIMES } from "./runtimes.ts";
import { PROMPT, Terminal } from "./terminal.ts";

const MEBIBYTE = 1024 * 1024;

const LINE = "2026-11-30T20:23:00.275958282Z flood\n";

/** A message of a log, which may lie about its length. */
function frame(text: string, length = text.length): Buffer {
  const header = Buffer.alloc(8);
  header[0] = 1;
  header.writeUInt32BE(length, 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

/** A record as deep as that. */
function nested(levels: number): unknown {
  let inner: unknown = "the bottom";
  for (let level = levels; level > 0; level -= 1) inner = { [`level${level}`]: inner };
  return inner;
}

/** An engine that knows one container, as the lab's does, and does what it likes when it is asked for more. */
class RogueOfContainer {
  readonly rogues = new RogueEngines();
  readonly kind: RogueKind;
  log: (socket: net.Socket) => void = (socket) => socket.end();
  order: (socket: net.Socket) => void = () => undefined;
  record: (socket: net.Socket) => void;
  /** A record was asked for to be shown, and not to know the container by. */
  isRecordRogue = false;

  constructor(container: Inspected) {
    const record: unknown = JSON.parse(docker("inspect", container.Id))[0];
    const summary = { Id: container.Id, Names: [container.Name], State: "running", Image: "busybox:lab" };
    this.record = (socket) => sendJson(socket, record);
    this.kind = {
      row: "knows a container",
      says: /./,
      answer: (socket, path) => {
        if (path.startsWith("/containers/json")) sendJson(socket, [summary]);
        else if (path.startsWith("/events")) socket.write("HTTP/1.1 200 OK\r\n\r\n");
        else if (path.startsWith(`/containers/${container.Id}/json`)) {
          if (this.isRecordRogue) this.record(socket);
          else sendJson(socket, record);
        } else if (path.startsWith(`/containers/${container.Id}/logs`)) {
          socket.write("HTTP/1.1 200 OK\r\n\r\n");
          this.log(socket);
        } else if (path.startsWith(`/containers/${container.Id}/`)) this.order(socket);
        else answerSoundly(socket, path);
      },
    };
  }

  get option(): string {
    return `--engine ${this.rogues.endpointOf(this.kind)}`;
  }
}

describeLive.each(RUNTIMES)("on $runtime, beside an engine that", ({ program, runtime }) => {
  const inhabitants = new Inhabitants(`rg${runtime.charAt(0)}`);
  let container: Inspected;

  beforeAll(() => {
    container = inhabitants.container("v");
  });
  afterAll(() => inhabitants.removeAll());

  describe("is broken in every way, the list", () => {
    const rogues = new RogueEngines();
    let terminal: Terminal;
    beforeEach(async () => {
      await rogues.listen();
      terminal = new Terminal();
      await terminal.see(PROMPT);
    });
    afterEach(() => {
      terminal.close();
      rogues.close();
    });

    test("is complete, says that they do not answer, and takes keys", async () => {
      terminal.type(`${program} ${rogues.options.join(" ")} --filter ${container.Id.slice(0, 12)}\r`);
      await terminal.see("not answering");
      await terminal.see(({ selected }) => selected?.includes(container.Id.slice(0, 12)) ?? false, "it");
      terminal.type("\x1b");
      await terminal.see(/▸ host /);
      const before = terminal.selected;
      terminal.type("\x1b[B");
      await terminal.see(({ selected }) => selected !== before, "the cursor on another row");
      await terminal.quit();
      expect(ROGUE_KINDS.every((kind) => rogues.attemptsAt(kind).length > 0)).toBe(true);
    });
  });

  describe("knows a container and", () => {
    let rogue: RogueOfContainer;
    let person: ActingPerson;
    let terminal: Terminal;
    beforeEach(async () => {
      rogue = new RogueOfContainer(container);
      await rogue.rogues.listen([rogue.kind]);
      person = new ActingPerson();
      terminal = person.terminal;
      await terminal.see(PROMPT);
    });
    afterEach(() => {
      person.close();
      rogue.rogues.close();
    });

    const open = async (key: string, title: string) => {
      terminal.type(`${program} ${rogue.option} ${container.Id}\r`);
      await terminal.see("COMMAND");
      terminal.type(key);
      await terminal.see(`[${key} ${title}]`);
    };

    const isLive = async () => {
      const clock = terminal.lines[0];
      await terminal.see(({ lines }) => lines[0] !== clock, "another sample");
      await terminal.quit();
    };

    test("floods its log", async () => {
      const flood = Buffer.concat(Array.from({ length: 2000 }, () => frame(LINE)));
      rogue.log = (socket) => writeForEver(socket, flood);
      await open("9", "Logs");
      await terminal.see("flood");
      const pids = nstopPids(terminal);
      const before = pids.map(residentBytes);
      const jumped = terminal.text;
      await terminal.see(({ text }) => text !== jumped, "a log that goes on");
      await isLiveWhile(terminal);
      for (const [index, pid] of pids.entries()) {
        expect(residentBytes(pid) / (before[index] ?? 0)).toBeLessThan(3);
      }
      await terminal.quit();
    });

    test("lies about the lengths of a log's messages", async () => {
      rogue.log = (socket) => {
        socket.write(frame(LINE));
        // It says four gigabytes, and sends without a line's end.
        socket.write(frame("2026-11-30T20:23:01.0Z liar ", 0xffff_ffff));
        writeForEver(socket, Buffer.alloc(MEBIBYTE, "L"));
      };
      await open("9", "Logs");
      await terminal.see("flood");
      const pids = nstopPids(terminal);
      const before = pids.map(residentBytes);
      await isLiveWhile(terminal);
      for (const [index, pid] of pids.entries()) {
        expect(residentBytes(pid) / (before[index] ?? 0)).toBeLessThan(3);
      }
      await terminal.quit();
    });

    test("sends a log that is none", async () => {
      rogue.log = (socket) => socket.end("<html>not a log</html>");
      await open("9", "Logs");
      await terminal.see(/not as a Docker engine does: its log is not cut into frames/);
      await isLive();
    });

    test("has a record a hundred levels deep", async () => {
      rogue.record = (socket) => sendJson(socket, { ...nestedRecord(container) });
      rogue.isRecordRogue = true;
      await open("0", "Inspect");
      await terminal.see(/level1 /);
      await terminal.see(/level9 /);
      expect(terminal.text).not.toContain("the bottom");
      await isLive();
    });

    test("has a record of 100 MB: what it wrote down is read instead", async () => {
      await open("1", "Processes");
      rogue.record = (socket) => sendText(socket, `{"Id":"${"x".repeat(100 * MEBIBYTE)}"}`);
      rogue.isRecordRogue = true;
      terminal.type("0");
      await terminal.see(/Record of \S+config\.v2\.json; which is read because/);
      await isLive();
    });

    test("answers an action with nonsense", async () => {
      rogue.order = (socket) => socket.end("\x00\x1b]0;owned\x07nonsense\r\n\r\n");
      await person.start(program, `${rogue.option} --filter ${container.Name.slice(1)}`);
      await person.seeRow(container.Name.slice(1), / up /);
      await person.choose("Pause");
      await person.agree("Pause this container?");
      await terminal.see(/not as a Docker engine does: not HTTP/);
      expect(terminal.output).not.toContain("\x1b]0;owned");
      expect(docker("inspect", "-f", "{{.State.Status}}", container.Id)).toBe("running");
      await isLive();
    });

    test("never answers an action", async () => {
      await person.start(program, `${rogue.option} --filter ${container.Name.slice(1)}`);
      await person.seeRow(container.Name.slice(1), / up /);
      await person.choose("Pause");
      await person.agree("Pause this container?");
      await terminal.see(/paus/i);
      await isLive();
      await terminal.see(/nstop: not done yet, Ctrl-C does not wait/);
      terminal.type("\x03");
      await terminal.see(({ lines }) => lines.some((line) => line.trimEnd() === PROMPT.trim()), "the prompt");
    });
  });
});

function nestedRecord({ Id }: Inspected): object {
  return { Id, State: { Status: "running" }, ...Object(nested(100)) };
}

/** A sample comes, and keys are taken, while something goes on. */
async function isLiveWhile(terminal: Terminal): Promise<void> {
  for (let samples = 0; samples < 3; samples += 1) {
    const clock = terminal.lines[0];
    await terminal.see(({ lines }) => lines[0] !== clock, "another sample");
  }
  terminal.type("?");
  await terminal.see("What it does");
  terminal.type("\x1b");
  await terminal.seeNoMore("What it does");
}
