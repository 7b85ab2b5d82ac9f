import { gunzipSync } from "node:zlib";
import type { HostReader } from "../host/host-reader.ts";
import { decodeText } from "../host/text.ts";
import { parseCmdline } from "../procfs/cmdline.ts";
import { parseKernelConfig } from "../procfs/kernel-config.ts";
import { parseKernelRelease } from "../procfs/kernel-release.ts";
import { attempt, attemptBytes, attemptParse, attemptRead } from "./attempt-read.ts";
import type { KernelFacts } from "./doctor-facts.ts";

/** Packed and unpacked: a kernel of a distribution has some 300 KB. */
const MAX_CONFIG_BYTES = 2 * 1024 * 1024;

/** Finds what this kernel counts and has, by looking for the files that it would be in. */
export async function probeKernel(reader: HostReader): Promise<KernelFacts> {
  const release = await attemptParse(reader, "/proc/sys/kernel/osrelease", (text) => text.trim());
  const pressure = await attemptRead(reader, "/proc/pressure/cpu");
  const ioAccounting = await attemptRead(reader, "/proc/self/io");
  const runTimes = await attemptRead(reader, "/proc/self/schedstat");
  return {
    release,
    version: await attemptParse(reader, "/proc/sys/kernel/osrelease", parseKernelRelease),
    pressure: pressure.outcome,
    pressureIsOff: pressure.outcome === "gone" ? await whyNoPressure(reader, release) : null,
    timeNamespaces: attempt(() => reader.readLink("/proc/self/ns/time")),
    ioAccounting: ioAccounting.outcome,
    runTimes: runTimes.outcome,
  };
}

/** The kernel makes no `/proc/pressure` both when it was built without and when it was told not to count. */
async function whyNoPressure(
  reader: HostReader,
  release: string | null,
): Promise<KernelFacts["pressureIsOff"]> {
  if ((await attemptRead(reader, "/proc/version")).outcome === "gone") return "hidden";
  const parameters = await attemptParse(reader, "/proc/cmdline", parseCmdline);
  if (/^(0|n|no|off)$/.test(parameters?.get("psi")?.at(-1) ?? "")) return "by-argument";
  const config = await readConfig(reader, release);
  if (config === null) return null;
  if (config.get("CONFIG_PSI") !== "y") return "not-built";
  return config.get("CONFIG_PSI_DEFAULT_DISABLED") === "y" ? "by-default" : null;
}

/** What the kernel was built with; `null` where it is kept in none of the usual places. */
async function readConfig(
  reader: HostReader,
  release: string | null,
): Promise<ReadonlyMap<string, string> | null> {
  const packed = await attemptBytes(reader, "/proc/config.gz", MAX_CONFIG_BYTES);
  if (packed.bytes !== null) return unpacked(packed.bytes);
  for (const path of [`/boot/config-${release}`, `/lib/modules/${release}/config`]) {
    const { bytes } = await attemptBytes(reader, path, MAX_CONFIG_BYTES);
    if (bytes !== null) return parseKernelConfig(decodeText(bytes));
  }
  return null;
}

function unpacked(bytes: Uint8Array): ReadonlyMap<string, string> | null {
  try {
    return parseKernelConfig(decodeText(gunzipSync(bytes, { maxOutputLength: MAX_CONFIG_BYTES })));
  } catch (error) {
    // Damaged, or larger than any: it is not known.
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}
