import { expect, test } from "vitest";
import { probePrograms } from "../../src/collector/probe-programs.ts";
import { ProgramFailure } from "../../src/host/run-program.ts";
import { FakePrograms } from "./fake-programs.ts";

const ANSWERS = {
  "nsenter -V": "nsenter from util-linux 2.38.1\n",
  "lsns -V": "lsns from util-linux 2.38.1\n",
  "lsns --help":
    "Available output columns:\n          NS  namespace\n         PNS  parent\n         ONS  owner\n",
  "ip -V": "ip utility, iproute2-6.1.0, libbpf 1.1.2\n",
  "stty --version": "stty (GNU coreutils) 9.1\nCopyright\n",
  "cat --version": "cat (GNU coreutils) 9.1\n",
};

const of = async (programs: FakePrograms, name: string) =>
  (await probePrograms(programs)).find((program) => program.name === name);

test("programs that do what nstop asks of them are whole, and name their version", async () => {
  const found = await probePrograms(new FakePrograms(ANSWERS));
  expect(found.map(({ name, isWhole }) => `${name} ${isWhole}`)).toEqual([
    "nsenter true",
    "lsns true",
    "ip true",
    "stty true",
    "cat true",
  ]);
  expect(found.at(-2)).toEqual({
    name: "stty",
    path: "/usr/bin/stty",
    version: "stty (GNU coreutils) 9.1",
    isWhole: true,
  });
});

test("an lsns that does not know parents and owners is not", async () => {
  const programs = new FakePrograms({ ...ANSWERS, "lsns --help": "         NS  namespace\n" });
  expect(await of(programs, "lsns")).toMatchObject({ isWhole: false });
});

test("another program of the same name, which refuses to name a version, is not", async () => {
  const { "ip -V": _, ...others } = ANSWERS;
  expect(await of(new FakePrograms(others), "ip")).toMatchObject({ version: null, isWhole: false });
  expect(await of(new FakePrograms({ ...ANSWERS, "ip -V": "BusyBox v1.35.0\n" }), "ip")).toMatchObject({
    isWhole: false,
  });
});

test("a program that does not answer in time is not taken for another one", async () => {
  const late = () => Promise.reject(new ProgramFailure("late", "did not answer in 5000 ms"));
  const found = await probePrograms({ find: (name) => `/usr/bin/${name}`, run: late });
  expect(found.map(({ isWhole }) => isWhole)).toEqual([null, null, null, null, null]);
});

test("a program that is not installed has no path", async () => {
  const programs = { find: () => null, run: () => Promise.reject(new Error("nothing is run")) };
  expect(await probePrograms(programs)).toContainEqual({
    name: "ip",
    path: null,
    version: null,
    isWhole: false,
  });
});
