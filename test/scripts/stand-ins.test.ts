import { build } from "esbuild";
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { standIns } from "../../scripts/stand-ins.ts";

/** What a bundle would have of a package. */
async function bundled(name: string): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: { contents: `export { default } from "${name}";`, resolveDir: import.meta.dirname },
    bundle: true,
    format: "cjs",
    platform: "node",
    write: false,
    plugins: [...standIns],
  });
  const module: { exports: { default?: unknown } } = { exports: {} };
  new Function("module", "require", outputFiles[0]?.text ?? "")(module, process.getBuiltinModule);
  return module.exports.default;
}

describe("what stands in a bundle", () => {
  test("for string-width measures as string-width does", async () => {
    const measure = (await bundled("string-width")) as typeof stringWidth;
    const emoji = [
      "👍🏽",
      "👨‍👩‍👧",
      "🇩🇪",
      "1️⃣",
      "❤",
      "❤️",
      "↔",
      "↔️",
      "#",
      "©",
      "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
      "\u{100000}",
      "\u{f0000}",
      "\u{e000}",
      "漢",
      "é",
    ];
    const text = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom(...emoji)).map((parts) => parts.join("")),
      fc.integer({ min: 0xf0000, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    );
    fc.assert(
      fc.property(text, (some) => {
        expect(measure(some)).toBe(stringWidth(some));
      }),
      { numRuns: 2000 },
    );
  });

  test("for object-hash hashes", async () => {
    const hash = (await bundled("object-hash")) as (value: unknown) => string;
    expect(hash({ a: 1, b: [2] })).toMatch(/^[0-9a-f]{40}$/);
    expect(hash({ b: [2], a: 1 })).toBe(hash({ a: 1, b: [2] }));
    expect(hash({ a: 1 })).not.toBe(hash({ a: 2 }));
  });

  test("for Yoga lays out", async () => {
    const yoga = (await bundled("yoga-layout")) as typeof import("yoga-layout").default;
    const node = yoga.Node.create();
    node.setWidth(80);
    node.setHeight("auto");
    node.calculateLayout(undefined, undefined);
    expect(node.getComputedWidth()).toBe(80);
    node.free();
  });
});
