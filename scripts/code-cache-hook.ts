/**
 * Loaded before nstop by `scripts/code-cache.ts`: keeps what V8 compiled of the bundles that it ran, beside each. Of several
 * processes that ran one, the one that ran most of it leaves its.
 */
import { existsSync, renameSync, statSync, writeFileSync } from "node:fs";
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
    const code = script.createCachedData();
    const cache = `${filename}.cache`;
    if (existsSync(cache) && statSync(cache).size >= code.length) continue;
    const temporary = `${filename}.${process.pid}`;
    writeFileSync(temporary, code);
    renameSync(temporary, cache);
  }
}

vm.Script = KeptScript;
// What was compiled under other flags than a process starts with would be refused.
v8.setFlagsFromString = () => undefined;
syncBuiltinESMExports();
process.once("exit", keep);
setTimeout(keep, AFTER_MILLISECONDS).unref();
