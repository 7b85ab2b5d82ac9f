import { expect, test } from "vitest";
import { ReadFailure } from "../../src/host/read-failure.ts";
import { findHungFile } from "../../src/stream/hung-file.ts";

/** The open files of process 9. */
function reader(files: readonly string[]) {
  return {
    list: () => files.map((_, descriptor) => String(descriptor)),
    readLink: (path: string) => files[Number(path.replace("/proc/9/fd/", ""))] ?? "",
  };
}

const HARMLESS = ["/dev/pts/0", "pipe:[1]", "/proc/12/stat", "/sys/fs/cgroup/a/cpu.stat", "/proc/stat"];

test.each(["/proc/123/cmdline", "/proc/123/environ", "/proc/123/task/124/maps", "/proc/5/root/etc/hostname"])(
  "%s is what a sampler hangs on that has it open",
  (path) => {
    expect(findHungFile(9, reader([...HARMLESS, path]))).toBe(path);
  },
);

test("files that answer at once are not suspected", () => {
  expect(findHungFile(9, reader(HARMLESS))).toBeNull();
});

test("a process that is gone hangs on nothing", () => {
  const gone = () => {
    throw new ReadFailure("gone", "/proc/9/fd", "ENOENT");
  };
  expect(findHungFile(9, { list: gone, readLink: gone })).toBeNull();
});
