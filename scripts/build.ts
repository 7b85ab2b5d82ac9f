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
  // The first has optional native parts and stays a dependency; Ink looks for the last only when asked to.
  external: ["systeminformation", "react-devtools-core"],
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

/**
 * What dockerode loads to reach engines over SSH and to build images, neither of which is done here: most of its size,
 * and of the time and memory that it takes to load.
 */
const UNUSED = /^(ssh2|protobufjs|@grpc\/grpc-js|@grpc\/proto-loader)$/;

/** Puts an empty module in the place of those. */
const withoutUnused: Plugin = {
  name: "without unused",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: UNUSED }, ({ path }) => ({ path, namespace: "unused" }));
    onLoad({ filter: /^/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
  },
};

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
await build({
  ...OPTIONS,
  entryPoints: { nstop: "src/cli.tsx" },
  plugins: [withoutUnused, lateModules(late)],
});
for (const path of late) {
  await build({
    ...OPTIONS,
    entryPoints: { [bundleName(path)]: path },
    splitting: true,
    plugins: [withoutUnused],
  });
}
chmodSync(`${root}dist/nstop.js`, 0o755);
