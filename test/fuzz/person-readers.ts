import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCustomCommands } from "../../src/actions/custom-command-parse.ts";
import { FrozenRecord } from "../../src/actions/frozen-record.ts";
import { parseSignal } from "../../src/actions/signal-name.ts";
import { parseEndpoint } from "../../src/engines/parse-endpoint.ts";
import { HostReader } from "../../src/host/host-reader.ts";
import { encodeText } from "../../src/host/text.ts";
import { parseOptions } from "../../src/options.ts";
import { UsageError } from "../../src/usage-error.ts";
import { decodeKeys, finishKeys } from "../../src/view/key-name.ts";
import { parseCpu, parseMemory } from "../../src/view/limits-form.ts";
import { type FuzzedReader, reader } from "./fuzzed-reader.ts";

const CONFIGURATION = JSON.stringify({
  commands: [{ name: "strace", help: "System calls", on: ["process"], argv: ["strace", "-fp", "{pid}"] }],
});

const FROZEN = JSON.stringify({
  name: "web",
  directory: "/sys/fs/cgroup/web",
  since: "2026-11-30T20:23:00Z",
  inode: 4711,
  bootId: "b1d9e2a4-0000-0000-0000-000000000000",
  pid: 1,
  startTicks: 1,
});

/** What comes of a state directory in which this is a file of what was frozen. */
function frozenBefore(text: string): unknown {
  const directory = mkdtempSync(join(tmpdir(), "nstop-fuzz-"));
  try {
    const state = join(directory, "nstop");
    mkdirSync(state, { mode: 0o700 });
    writeFileSync(join(state, "frozen-v2-4711.json"), encodeText(text), { mode: 0o600 });
    const record = new FrozenRecord(new HostReader(), state);
    return [record.complaint(), record.list().length];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Keys of all pieces, as a keyboard gives them. */
function keysOf(pieces: readonly string[]): readonly string[] {
  let rest = "";
  const keys: string[] = [];
  for (const piece of pieces) {
    const decoded = decodeKeys(rest + piece);
    keys.push(...decoded.keys);
    rest = decoded.rest;
  }
  return [...keys, ...finishKeys(rest)];
}

/** What a person types, writes down and names, and what was kept for her. */
export const PERSON_READERS: readonly FuzzedReader[] = [
  reader(
    "parseOptions",
    (text) => parseOptions(text.split(/[ \0]/)),
    [
      "list --sort name --reverse --json --delay 2",
      "enter web --net --pid -- sh -c true",
      "signal 17 TERM --yes",
      "-d1 --filter=web --engine unix:///run/docker.sock",
    ],
    { throws: [UsageError] },
  ),
  reader("parseEndpoint", parseEndpoint, ["unix:///run/docker.sock"], { throws: [Error] }),
  reader("parseSignal", parseSignal, ["TERM", "sigkill", "15"], { throws: [] }),
  reader("parseCustomCommands", (text) => parseCustomCommands(text, ["tcpdump"]), [CONFIGURATION], {
    throws: [],
  }),
  reader("FrozenRecord", frozenBefore, [FROZEN], { throws: [] }),
  reader("parseCpu", parseCpu, ["0.5", "50%", "max"], { throws: [] }),
  reader("parseMemory", parseMemory, ["64M", "max", "1.5G"], { throws: [] }),
  reader(
    "decodeKeys",
    (text) => keysOf([text]),
    ["jk\x1b[A\x1b[15~\x1bOP\x1b[1;5A日\x1b", "\x1b[[A\x1b\x1b[<0;1;1M"],
    {
      throws: [],
    },
  ),
];
