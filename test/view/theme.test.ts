import { expect, test } from "vitest";
import { cellsOf } from "../../src/report/pad.ts";
import { toAscii } from "../../src/view/ascii.ts";
import { dress, paint, unpainted } from "../../src/view/theme.ts";

test("text is painted and unpainted", () => {
  const painted = paint("api", { color: "red", bold: true, inverse: true });
  expect(painted).toBe("\x1b[7m\x1b[1m\x1b[31mapi\x1b[39m\x1b[22m\x1b[27m");
  expect(unpainted(painted)).toBe("api");
  expect(paint("api", undefined)).toBe("api");
});

test("without colour, what is bold or inverse stays so", () => {
  const line = paint("api", { color: "red", bold: true }) + paint("db", { color: "gray", inverse: true });
  expect(dress(line, { color: false, ascii: false })).toBe("\x1b[1mapi\x1b[22m\x1b[7mdb\x1b[27m");
  expect(dress(line, { color: true, ascii: false })).toBe(line);
});

test.each(["→▕██▎ ▏●├─└─│▁▂▃▄▅▆▇█▾▴…›×", "日本 e\u0301 ñ 👩‍👩‍👧", "plain"])(
  "%j in ASCII is as wide, and ASCII",
  (text) => {
    const ascii = toAscii(text);
    expect(ascii).toMatch(/^[\x20-\x7e]*$/);
    expect(cellsOf(ascii)).toBe(cellsOf(text));
  },
);

test("what the view draws with keeps its meaning in ASCII", () => {
  expect(toAscii("sidecar → api")).toBe("sidecar > api");
  expect(toAscii("│  └─ sleep")).toBe("|  `- sleep");
});
