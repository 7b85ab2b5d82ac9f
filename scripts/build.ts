/**
 * Bundles nstop to `dist/nstop.js`: `node scripts/build.ts`.
 *
 * What a command loads late becomes a bundle of its own, so that the sampler never loads React, the user interface never
 * loads the collector, and each is read from as few files as can be: every one costs time at the start.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { makeCodeCache } from "./code-cache.ts";
import { root } from "./run-program.ts";
import { standIns } from "./stand-ins.ts";

const OPTIONS = {
  absWorkingDir: root,
  outdir: "dist",
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  charset: "ascii",
  // Scripts start faster than modules, and what V8 compiled of a module cannot be handed to it.
  format: "cjs",
  platform: "node",
  target: "node22.12",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  // `src/cli.tsx` sets NODE_ENV for runs from source.
  logOverride: { "assign-to-define": "silent", "empty-import-meta": "silent" },
  legalComments: "none",
  logLevel: "warning",
} as const satisfies BuildOptions;

/** What `src/loader.ts` loads. */
const BUNDLE = {
  ...OPTIONS,
  // It has optional native parts and stays a dependency.
  external: ["systeminformation"],
  supported: { "dynamic-import": false },
  banner: { js: "(function (module, exports, require) {" },
  footer: { js: "})" },
} as const satisfies BuildOptions;

/** Leaves packages that are loaded late out of a bundle, and out of the first what it loads late of nstop. */
function lateModules(wanted: Set<string>, isFirst: boolean): Plugin {
  return {
    name: "late modules",
    setup: ({ onResolve, resolve: find }) => {
      onResolve({ filter: isFirst ? /^/ : /^[^.]/ }, async ({ kind, path, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === wanted) return undefined;
        const found = await find(path, { kind, resolveDir, pluginData: wanted });
        if (found.external) return undefined;
        wanted.add(found.path);
        return { path: `./${bundleName(found.path)}.js`, external: true };
      });
    },
  };
}

function bundleName(path: string): string {
  return basename(path).replace(/\.[cm]?[jt]sx?$/, "");
}

/** Text is escaped by the bundler, but for regular expressions. */
function inAscii(text: string): string {
  return text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const dist = resolve(root, "dist");
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
writeFileSync(`${dist}/package.json`, '{ "type": "commonjs" }\n');
await build({ ...OPTIONS, entryPoints: { nstop: "src/loader.ts" } });
chmodSync(`${dist}/nstop.js`, 0o755);
const first = resolve(root, "src/cli.tsx");
const wanted = new Set([first]);
for (const path of wanted) {
  const plugins = [...standIns, lateModules(wanted, path === first)];
  const { outputFiles } = await build({
    ...BUNDLE,
    entryPoints: { [bundleName(path)]: path },
    plugins,
    write: false,
  });
  for (const { path: name, text } of outputFiles) writeFileSync(name, inAscii(text));
}
await makeCodeCache(dist).catch((error: Error) => {
  console.warn(`build: nstop will start more slowly, its compiled code could not be kept: ${error.message}`);
});
