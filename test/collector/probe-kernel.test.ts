import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { probeKernel } from "../../src/collector/probe-kernel.ts";
import { FixtureHost } from "./fixture-host.ts";

let host: FixtureHost;
beforeEach(() => {
  host = new FixtureHost();
  host.write("/proc/version", "Linux version 6.8.0\n");
});
afterEach(() => host.remove());

test("a kernel has what its files are there for", async () => {
  host.write("/proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
  host.write("/proc/self/io", "rchar: 0\n");
  host.write("/proc/self/schedstat", "1 0 1\n");
  host.link("/proc/self/ns/time", "time:[4026531834]");
  expect(await probeKernel(host.reader)).toEqual({
    release: "6.8.0",
    version: [6, 8],
    pressure: "read",
    pressureIsOff: null,
    timeNamespaces: "read",
    ioAccounting: "read",
    runTimes: "read",
  });
});

test("what it lacks is gone", async () => {
  expect(await probeKernel(host.reader)).toMatchObject({
    pressure: "gone",
    timeNamespaces: "gone",
    ioAccounting: "gone",
    runTimes: "gone",
  });
});

describe("why there is no pressure is told by", () => {
  test.each([
    ["the command line", "/proc/cmdline", "quiet psi=1 psi=0\n", "by-argument"],
    ["what the kernel was built with", "/boot/config-6.8.0", "# CONFIG_PSI is not set\n", "not-built"],
    [
      "its default",
      "/lib/modules/6.8.0/config",
      "CONFIG_PSI=y\nCONFIG_PSI_DEFAULT_DISABLED=y\n",
      "by-default",
    ],
    ["the packed configuration", "/proc/config.gz", gzipSync("CONFIG_HZ=250\n"), "not-built"],
    ["nothing where that is damaged", "/proc/config.gz", "no gzip", null],
    ["nothing where it should be there", "/boot/config-6.8.0", "CONFIG_PSI=y\n", null],
  ])("%s", async (_by, file, content, why) => {
    host.write(file, content);
    expect((await probeKernel(host.reader)).pressureIsOff).toBe(why);
  });

  test("a /proc that has nothing but processes", async () => {
    const bare = new FixtureHost();
    expect((await probeKernel(bare.reader)).pressureIsOff).toBe("hidden");
    bare.remove();
  });
});
