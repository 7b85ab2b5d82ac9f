import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { clipboardSequence } from "../../src/view/clipboard.ts";

test("whatever the text holds, the terminal gets base64", () => {
  const sequence = clipboardSequence("日本\x1b]52;c;\x07");
  const [, payload = ""] = /^\x1b\]52;c;([A-Za-z0-9+/=]*)\x07$/.exec(sequence) ?? [];
  expect(Buffer.from(payload, "base64").toString()).toBe("日本\x1b]52;c;\x07");
});
