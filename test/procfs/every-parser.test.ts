import { describe, expect, test } from "vitest";
import { describeReaders } from "../fuzz/describe-readers.ts";
import { PROCFS_READERS } from "../fuzz/procfs-readers.ts";

describe.each(PROCFS_READERS)("$name", ({ read, samples }) => {
  test("takes what a host was seen to say, and without the newline at its end as well", () => {
    for (const sample of samples) expect(read(sample.replace(/\n$/, ""))).toEqual(read(sample));
  });
});

describeReaders(PROCFS_READERS);
