/**
 * `npm run soak [-- --processes N --containers N]`: days of churn in minutes. Processes, in namespaces and cgroups as an engine
 * makes them, come and go as fast as they can, while the UI and `nstop stream` run; then how memory, descriptors and children of
 * both went with every 10,000 of them.
 *
 *   --processes N    100000
 *   --containers N   2000, with as many of the processes in each
 *
 * Ends with 1 when one of them certainly grows, with 2 when it was asked wrongly.
 */
import { type TextColumn, textTable } from "../src/report/text-table.ts";
import { amount } from "./bench/amount.ts";
import { missingPrograms } from "./bench/programs.ts";
import { type SoakArguments, soakArguments } from "./soak/arguments.ts";
import type { Growth } from "./soak/growth.ts";
import { soak } from "./soak/soak.ts";

/** How often it says how far it is. */
const TELL_MILLISECONDS = 10_000;

const COLUMNS: readonly TextColumn<Growth>[] = [
  { title: "WHAT", text: ({ what }) => what },
  { title: "MEAN", align: "right", text: ({ mean, unit }) => amount(mean, unit) },
  {
    title: "EACH 10,000 PROCESSES",
    align: "right",
    text: ({ slope, error }) => `${amount(slope, "")}± ${amount(2 * error, "").trim()}`,
  },
  { title: "VERDICT", text: ({ grows }) => (grows ? "grows" : "flat") },
];

const args = readArguments();
const missing = missingPrograms(["busybox", "unshare"]);
if (missing !== null || process.getuid?.() !== 0) {
  say(missing ?? "namespaces and cgroups need root: sudo npm run soak");
  process.exit(1);
}
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
let toldAt = performance.now();
try {
  const growths = await soak(args, stop.signal, (processes, containers) => {
    if (performance.now() - toldAt < TELL_MILLISECONDS) return;
    toldAt = performance.now();
    say(`${processes} processes and ${containers} containers have come and gone`);
  });
  const table = textTable(COLUMNS, growths, { color: false, ascii: false, columns: null });
  console.log(table.join("\n"));
  process.exitCode = growths.some(({ grows }) => grows) ? 1 : 0;
} catch (error) {
  if (!stop.signal.aborted) throw error;
  say("interrupted");
  process.exitCode = 130;
}

/** Standard output is for the table. */
function say(text: string): void {
  console.error(`soak: ${text}`);
}

function readArguments(): SoakArguments {
  try {
    return soakArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(error.message);
    process.exit(2);
  }
}
