#!/usr/bin/env node
/**
 * What a built nstop starts with: loads the bundles beside it, as `require` would, with what V8 compiled of them when
 * they were built. V8 refuses that if it is of another version or has other flags, and then compiles them anew.
 *
 * @see https://nodejs.org/api/vm.html#new-vmscriptcode-options
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

interface Module {
  exports: unknown;
}

/** `scripts/build.ts` makes a function of each bundle. */
type Bundle = (module: Module, exports: unknown, require: (name: string) => unknown) => void;

const modules = new Map<string, Module>();

function load(name: string): unknown {
  const known = modules.get(name);
  if (known !== undefined) return known.exports;
  const module: Module = { exports: {} };
  modules.set(name, module);
  const run: Bundle = compile(join(__dirname, name)).runInThisContext();
  run(module, module.exports, (wanted) => (wanted.startsWith("./") ? load(wanted) : require(wanted)));
  return module.exports;
}

function compile(filename: string): Script {
  // A bundle is ASCII: each of its bytes is a character.
  const source = readFileSync(filename, "latin1");
  const cache = `${filename}.cache`;
  return new Script(source, existsSync(cache) ? { filename, cachedData: readFileSync(cache) } : { filename });
}

try {
  load("./cli.js");
} catch (error) {
  // Who may not read them is told so in one line, as all else is told.
  process.stderr.write(`nstop: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
