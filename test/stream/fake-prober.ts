/** A process that looks for what `nstop doctor` wants, and behaves as its first argument says. */
import { readSync } from "node:fs";
import { DOCTOR_PARTS, encodeFindings } from "../../src/stream/findings-line.ts";

const [, , behaviour = "", file = ""] = process.argv;

function print(...parts: readonly (typeof DOCTOR_PARTS)[number][]): void {
  for (const part of parts) process.stdout.write(encodeFindings({ [part]: { failure: `said of ${part}` } }));
}

switch (behaviour) {
  case "works":
    print(...DOCTOR_PARTS);
    setInterval(() => undefined, 1000);
    break;
  case "ends":
    print("kernel");
    process.exitCode = 1;
    console.error("nstop: out of luck");
    break;
  case "hangs": {
    print("kernel", "engines");
    // A pipe that nobody writes to: no timer and no signal handler of Node's runs any more.
    const { openSync } = await import("node:fs");
    readSync(openSync(file, "r+"), new Uint8Array(1));
    break;
  }
}
