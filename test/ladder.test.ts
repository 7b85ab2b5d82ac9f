import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** A folder imports itself and those before it, never one after it. */
const LADDER = [
  "procfs",
  "cgroupfs",
  "host",
  "engines",
  "collector",
  "model",
  "stream",
  "actions",
  "report",
  "view",
];

/** Who may touch what the others may not. */
const RESERVED: readonly { readonly module: RegExp; readonly folders: readonly string[] }[] = [
  { module: /^node:fs(\/|$)/, folders: ["host", "stream", "actions"] },
  { module: /^node:child_process$/, folders: ["host", "stream", "actions"] },
  { module: /^(ink|ink-table|react|react\/.*)$/, folders: ["view"] },
  { module: /^dockerode$/, folders: ["engines", "actions"] },
  { module: /^systeminformation$/, folders: ["collector"] },
];

/** Reads what nstop itself is. */
const LOADER = "loader.ts";

/** Folders of pure code: nothing of Node but what only computes. */
const PURE = { folders: ["procfs", "cgroupfs", "model"], modules: ["node:buffer"] };

/** What would tell the two runtimes apart. */
const RUNTIME_SNIFFING = /\bDeno\b|\bBun\b|process\.versions\b|navigator\.userAgent/;

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly module: string;
}

const source = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
  /\.tsx?$/.test(name),
);
const code = new Map(files.map((file) => [file, withoutComments(readFileSync(join(source, file), "utf8"))]));
const imports = [...code].flatMap(([file, text]) => importsOf(file, text));

describe("the ladder", () => {
  test("every file is in a folder of the ladder, and the folders are flat", () => {
    const misplaced = files.filter((file) => file.includes("/") && !isInFlatFolder(file));
    expect(misplaced).toEqual([]);
  });

  test("no file imports from a folder further down, types included", () => {
    const wrong = imports.filter(({ folder, module }) => {
      if (!module.startsWith(".") || folder === "") return false;
      const target = folderOf(posix.join(folder, module));
      return !LADDER.includes(target) || LADDER.indexOf(target) > LADDER.indexOf(folder);
    });
    expect(wrong).toEqual([]);
  });

  test("files are named in kebab-case", () => {
    expect(files.filter((file) => !/^([a-z0-9-]+\/)?[a-z0-9]+(-[a-z0-9]+)*\.tsx?$/.test(file))).toEqual([]);
  });
});

describe("imports", () => {
  test("of files bear their real extension", () => {
    const wrong = imports.filter(({ module }) => module.startsWith(".") && !/\.(tsx?|json)$/.test(module));
    expect(wrong).toEqual([]);
  });

  test("of Node's modules bear the node: prefix, and others are the package's dependencies", () => {
    const manifest: unknown = JSON.parse(
      readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8"),
    );
    const dependencies = Object.keys((manifest as { dependencies: Record<string, string> }).dependencies);
    const wrong = imports.filter(
      ({ module }) => !/^(\.|node:)/.test(module) && !dependencies.includes(module),
    );
    expect(wrong.filter(({ module }) => !module.startsWith("react/"))).toEqual([]);
  });

  test.each(RESERVED)("of $module are made in $folders only", ({ module: reserved, folders }) => {
    const wrong = imports
      .filter(({ folder, module }) => reserved.test(module) && !folders.includes(folder))
      .filter(({ file }) => file !== LOADER);
    expect(wrong).toEqual([]);
  });

  test("of parsers and the model touch nothing outside", () => {
    const wrong = imports.filter(
      ({ folder, module }) =>
        PURE.folders.includes(folder) && !module.startsWith(".") && !PURE.modules.includes(module),
    );
    expect(wrong).toEqual([]);
  });
});

test("no line knows which runtime it runs on", () => {
  const knowing = [...code].filter(([, text]) => RUNTIME_SNIFFING.test(text)).map(([file]) => file);
  expect(knowing).toEqual([]);
});

function isInFlatFolder(file: string): boolean {
  return LADDER.includes(dirname(file));
}

function folderOf(path: string): string {
  return path.split("/")[0] ?? "";
}

/** Imports of every kind: `import … from`, `export … from`, `import("…")`, and the types among them. */
function importsOf(file: string, text: string): Import[] {
  const folder = relative(source, dirname(join(source, file)));
  const found = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)"([^"\n]+)"/g);
  return Array.from(found, ([, module = ""]) => ({ file, folder, module }));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
