/**
 * Bundles `src/cli.tsx` to `dist/nstop.js`: `node scripts/build.ts`.
 *
 * What a command loads late becomes a chunk of its own, so that the sampler never loads React and the user
 * interface never loads the collector.
 */
import { chmodSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

rmSync(`${root}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { nstop: "src/cli.tsx" },
  outdir: "dist",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  minifySyntax: true,
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
});
chmodSync(`${root}dist/nstop.js`, 0o755);
