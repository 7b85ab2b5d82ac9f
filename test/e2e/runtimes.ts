import { fileURLToPath } from "node:url";
import { labSocket } from "../live/lab.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** How nstop is started on each runtime: the built file on Node, the source on Deno. */
export const RUNTIMES = [
  { runtime: "Node", program: `${process.execPath} ${root}dist/nstop.js` },
  { runtime: "Deno", program: `${root}node_modules/.bin/deno run -A ${root}src/cli.tsx` },
] as const;

/** The engine to ask: the lab's, or none where there is no lab. */
export const ENGINE = labSocket === null ? "--no-engine" : `--engine unix://${labSocket}`;
