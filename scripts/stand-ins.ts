import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "esbuild";
import { root } from "./run-program.ts";

const require = createRequire(import.meta.url);

/** Something in the text of a package that is put otherwise in a bundle. */
interface Change {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

/** Yoga with its WebAssembly made where it is loaded: a script cannot await it, and whoever imports it needs it at once. */
const YOGA_AT_ONCE = `(() => {
  const assembly = {
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(WASM, "base64")), imports);
      done(instance);
      return instance.exports;
    },
  };
  loadYoga(assembly);
  return assembly;
})()`;

/** The first of them loads the tables of all languages; few texts have anything but plain characters. */
const LATE_SEGMENTER = `((segmenter) => ({
  segment: (text) => (segmenter ??= new Intl.Segmenter()).segment(text),
}))()`;

/** Takes V8 longer to make than anything else at the start: left to what may be an emoji. */
const LATE_EMOJI = `((emoji) => ({
  test: (text) => /\\p{Emoji}/u.test(text) && (emoji ??= /^\\p{RGI_Emoji}$/v).test(text),
}))()`;

/** What stands for a line of nstop on its way through Ink: characters for private use, which take a cell each. */
const PRIVATE_USE = `if (string.length === 2 && string.codePointAt(0) >= 0xf0000) return 1;
	let width = 0;
	const eastAsianWidthOptions`;

const CHANGES: readonly Change[] = [
  // Its debugger, which it awaits.
  { file: "ink/build/reconciler.js", from: "process.env['DEV'] === 'true'", to: "false" },
  { file: "yoga-layout/dist/src/index.js", from: "await loadYoga()", to: YOGA_AT_ONCE },
  {
    file: "yoga-layout/dist/src/index.js",
    from: "import loadYoga from '../binaries/yoga-wasm-base64-esm.js';",
    to: "import loadYoga, { WASM } from '../binaries/yoga-wasm-base64-esm.js';",
  },
  {
    file: "yoga-layout/dist/binaries/yoga-wasm-base64-esm.js",
    from: /;base64,([\w+/=]{10000,})";([\s\S]*)$/,
    to: ';base64,";$2\nexport const WASM = "$1";',
  },
  {
    file: "ink/build/line-update.js",
    from: "new Intl.Segmenter(undefined, { granularity: 'grapheme' })",
    to: LATE_SEGMENTER,
  },
  {
    file: "slice-ansi/tokenize-ansi.js",
    from: "new Intl.Segmenter(undefined, {granularity: 'grapheme'})",
    to: LATE_SEGMENTER,
  },
  { file: "wrap-ansi/index.js", from: "new Intl.Segmenter()", to: LATE_SEGMENTER },
  { file: "string-width/index.js", from: "new Intl.Segmenter()", to: LATE_SEGMENTER },
  { file: "string-width/index.js", from: "let width = 0;\n\tconst eastAsianWidthOptions", to: PRIVATE_USE },
  { file: "string-width/index.js", from: "/^\\p{RGI_Emoji}$/v", to: LATE_EMOJI },
  // Loads all of Node's cryptography.
  {
    file: "object-hash/index.js",
    from: "require('crypto')",
    to: "{ createHash: (name) => require('crypto').createHash(name) }",
  },
  // Loads Node's test assertions, and makes a stream of standard error.
  { file: "signal-exit/index.js", from: "require('assert')", to: "{ equal() {} }" },
];

/** Makes those changes; a package that has become another makes the build fail. */
const changed: Plugin = {
  name: "changed",
  setup: ({ onLoad }) => {
    for (const file of new Set(CHANGES.map((change) => change.file))) {
      onLoad({ filter: new RegExp(`/node_modules/${file.replaceAll(".", "\\.")}$`) }, ({ path }) => ({
        contents: CHANGES.filter((change) => change.file === file).reduce(
          applyChange,
          readFileSync(path, "utf8"),
        ),
      }));
    }
  },
};

/** @throws {Error} If the text has no such place. */
function applyChange(text: string, { file, from, to }: Change): string {
  const applied = typeof from === "string" ? text.replaceAll(from, () => to) : text.replace(from, to);
  if (applied === text) throw new Error(`${file} is not as scripts/stand-ins.ts knows it: it has no ${from}`);
  return applied;
}

/** React and modules of Node, each of which a bundle would copy anew for every file that imports it. */
const COPIED = /^(node:.*|react)$/;

/** Names of what they export are looked up once, and only those that are used. */
const named: Plugin = {
  name: "named",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: COPIED }, ({ path, namespace, kind }) =>
      namespace === "named" || kind === "require-call" ? undefined : { path, namespace: "named" },
    );
    onLoad({ filter: /^/, namespace: "named" }, ({ path }) => ({
      contents: namedExports(path, Object.keys(require(path))),
      resolveDir: root,
    }));
  },
};

function namedExports(path: string, names: readonly string[]): string {
  return [
    `const all = require(${JSON.stringify(path)});`,
    "export default all;",
    "const $get = (name) => all[name];",
    ...names
      .filter((name) => /^\w+$/.test(name) && name !== "default")
      .map((name) => `export const ${name} = /* @__PURE__ */ $get("${name}");`),
  ].join("\n");
}

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

/** What stands in bundles for parts of packages that nstop does without at the start, or at all. */
export const standIns: readonly Plugin[] = [changed, named, withoutUnused];
