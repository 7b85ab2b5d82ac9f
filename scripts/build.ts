/**
 * Bundles `src/cli.tsx` to `dist/nstop.js`: `node scripts/build.ts`.
 *
 * What a command loads late becomes a bundle of its own, so that the sampler never loads React, the user interface never
 * loads the collector, and each is read from as few files as can be: every one costs time at the start.
 */
import { chmodSync, rmSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

const OPTIONS = {
  absWorkingDir: root,
  outdir: "dist",
  chunkNames: "[name]-[hash]",
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  format: "esm",
  platform: "node",
  target: "node22.12",
  jsx: "automatic",
  // The first two have optional native parts and stay dependencies; Ink looks for the last only when asked to.
  external: ["dockerode", "systeminformation", "react-devtools-core"],
  define: {
    "process.env.NODE_ENV": '"production"',
    // Yoga carries its WebAssembly as a data URL, and without this loads an HTTP client to fetch that.
    fetch: "undefined",
  },
  // `src/cli.tsx` sets NODE_ENV for runs from source.
  logOverride: { "assign-to-define": "silent" },
  // CommonJS packages inside an ES module still ask for Node's own modules with `require`.
  banner: {
    js: 'import { createRequire as nodeRequire } from "node:module"; const require = nodeRequire(import.meta.url);',
  },
  legalComments: "none",
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Leaves what is loaded late out of the bundle, and collects it. */
function lateModules(found: Set<string>): Plugin {
  return {
    name: "late modules",
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        found.add(resolve(resolveDir, path));
        return { path: `./${bundleName(path)}.js`, external: true };
      });
    },
  };
}

function bundleName(path: string): string {
  return basename(path).replace(/\.tsx?$/, "");
}

rmSync(`${root}dist`, { recursive: true, force: true });
const late = new Set<string>();
await build({ ...OPTIONS, entryPoints: { nstop: "src/cli.tsx" }, plugins: [lateModules(late)] });
for (const path of late) {
  await build({ ...OPTIONS, entryPoints: { [bundleName(path)]: path }, splitting: true });
}
chmodSync(`${root}dist/nstop.js`, 0o755);
