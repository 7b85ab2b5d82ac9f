import { describe, expect, test } from "vitest";
import { CGROUPFS_READERS } from "../fuzz/cgroupfs-readers.ts";
import { describeReaders } from "../fuzz/describe-readers.ts";

describe.each(CGROUPFS_READERS)("$name", ({ read, samples }) => {
  test("takes what a host was seen to say, and without the newline at its end as well", () => {
    for (const sample of samples) expect(read(sample.replace(/\n$/, ""))).toEqual(read(sample));
  });
});

describeReaders(CGROUPFS_READERS);
