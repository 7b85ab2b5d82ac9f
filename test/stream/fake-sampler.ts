/**
 * Stands in for a sampler: `node fake-sampler.ts BEHAVIOUR DIARY [--skip PATH …]`.
 *
 * It notes in the file DIARY when it starts and what it is told, and its snapshots bear the number of its start
 * as uptime. Before each of them it tells of an event. `BEHAVIOUR` is how the first one goes wrong; later ones do well.
 */
import { appendFileSync, openSync, readFileSync } from "node:fs";
import { fakeEvent, fakeSnapshot } from "./fake-snapshot.ts";

const [behaviour, diary = "", ...skips] = process.argv.slice(2);

note({ started: process.pid, skips: skips.filter((word) => word !== "--skip") });
const starts = readFileSync(diary, "utf8")
  .split("\n")
  .filter((line) => line.includes("started")).length;
process.stdin.on("data", (text) => {
  for (const line of String(text).trim().split("\n")) note({ told: JSON.parse(line) });
  sendSnapshot();
});
process.stdin.on("end", () => {
  note({ ended: process.pid });
  if (behaviour !== "stays") process.exit();
});

if (behaviour === "stays") setInterval(() => undefined, 1000);
if (behaviour === "dies" || (behaviour === "dies once" && starts === 1)) {
  process.stderr.write("a word before\nnstop: no \x1b[1m/proc here\n");
  process.exitCode = 1;
  process.stdin.destroy();
} else if (starts > 1 || behaviour === "works" || behaviour === "stays") {
  sendSnapshot();
  setInterval(() => send(JSON.stringify({ heartbeat: 1 })), 20);
} else if (behaviour === "hangs on a file") {
  sendSnapshot();
  openSync(`/proc/${process.ppid}/cmdline`, "r");
  sleepForEver();
} else if (behaviour === "hangs") {
  sendSnapshot();
  sleepForEver();
} else if (behaviour === "talks nonsense") {
  send("Segmentation fault? No: {");
  sendSnapshot();
  setInterval(() => send(JSON.stringify({ heartbeat: 1 })), 20);
} else if (behaviour === "never ends its line") {
  setInterval(() => process.stdout.write("x".repeat(10_000)), 1);
}

function sendSnapshot(): void {
  const { host } = fakeSnapshot(starts);
  send(JSON.stringify({ event: fakeEvent(`seen by sampler ${starts}`) }));
  send(JSON.stringify(fakeSnapshot(starts, { host: { ...host, hostname: "name\x1b[2J" } })));
}

function send(line: string): void {
  process.stdout.write(`${line}\n`);
}

function note(entry: object): void {
  appendFileSync(diary, `${JSON.stringify(entry)}\n`);
}

/** Not even its timers run. What it has written leaves first. */
function sleepForEver(): void {
  process.stdout.write("", () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
}
