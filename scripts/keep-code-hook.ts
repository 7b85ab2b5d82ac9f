/**
 * Loaded before nstop by `scripts/keep-code.ts`: keeps what V8 compiled of the bundles that it ran, beside each.
 */
import { renameSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import v8 from "node:v8";
import vm from "node:vm";

/** By then it has taken two samples and drawn them. */
const AFTER_MILLISECONDS = 1500;

const scripts = new Map<string, vm.Script>();

class KeptScript extends vm.Script {
  constructor(source: string, options: vm.ScriptOptions) {
    super(source, options);
    if (options.filename !== undefined) scripts.set(options.filename, this);
  }
}

function keep(): void {
  for (const [filename, script] of scripts) {
    const temporary = `${filename}.${process.pid}`;
    writeFileSync(temporary, script.createCachedData());
    renameSync(temporary, `${filename}.cache`);
  }
}

vm.Script = KeptScript;
// What was compiled under other flags than a process starts with would be refused.
v8.setFlagsFromString = () => undefined;
syncBuiltinESMExports();
process.once("exit", keep);
setTimeout(keep, AFTER_MILLISECONDS).unref();
