import { expect, test } from "vitest";
import { findProgram } from "../../src/host/find-program.ts";
import { followProgram } from "../../src/host/follow-program.ts";
import { decodeText } from "../../src/host/text.ts";

function program(name: string): string {
  const found = findProgram(name);
  if (found === null) throw new Error(`these tests need ${name}`);
  return found;
}

const NEVER = new AbortController().signal;

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) text += decodeText(chunk);
  return text;
}

test("what it prints is given as it comes, with nothing of the environment", async () => {
  const printed = await textOf(followProgram(program("env"), [], NEVER));
  expect(printed.trim().split("\n").toSorted()).toEqual(["LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]);
});

test("one that fails says why", async () => {
  await expect(textOf(followProgram(program("cat"), ["/nowhere"], NEVER))).rejects.toThrow(/\/nowhere/);
  await expect(textOf(followProgram("/nowhere", [], NEVER))).rejects.toThrow(/ENOENT/);
});

test("one of which nobody takes any more is ended", async () => {
  const printing = followProgram(program("yes"), [], NEVER);
  await printing.next();
  expect(decodeText((await printing.next()).value ?? new Uint8Array())).toContain("y\n");
  await printing.return();
  expect(await printing.next()).toEqual({ done: true, value: undefined });
});

test("one that is waited for is ended by its signal", async () => {
  const abort = new AbortController();
  const printing = followProgram(program("sleep"), ["1000"], abort.signal);
  await printing.next();
  const next = printing.next();
  abort.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});
