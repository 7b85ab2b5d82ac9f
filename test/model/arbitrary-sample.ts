import fc from "fast-check";
import type { ProcessSample, Sample } from "../../src/collector/sample.ts";
import { NAMESPACE_TYPES, type PerNamespace } from "../../src/procfs/namespace-link.ts";
import {
  cgroup,
  container,
  containerId,
  HOST_NAMESPACES,
  inContainer,
  inService,
  process,
  sample,
} from "./sample-builder.ts";

const IDS = [containerId("aaa"), containerId("bbb"), "web", "host"];

const membership = fc.oneof(
  fc.constant(null),
  fc.constantFrom("nginx.service", "odd\u{1b}\u{202e}name.service").map(inService),
  fc
    .tuple(
      fc.constantFrom(...IDS),
      fc.array(fc.constantFrom(...IDS), { maxLength: 2 }),
      fc.constantFrom("docker", "lxc", null),
    )
    .map(([id, outer, engine]) => inContainer(id, outer, engine)),
);

/** Few inodes, so that many are shared, and unknown ones. */
const namespaceSet: fc.Arbitrary<PerNamespace<number | null>> = fc
  .tuple(...NAMESPACE_TYPES.map(() => fc.constantFrom(null, 0, 0, 0, 100, 101)))
  .map((offsets) => {
    const entries = NAMESPACE_TYPES.map((type, index) => {
      const offset = offsets[index] ?? null;
      return [type, offset === null ? null : HOST_NAMESPACES[type] + offset] as const;
    });
    return Object.fromEntries(entries) as PerNamespace<number | null>;
  });

const counter = fc.nat(1e6);

const processSample: fc.Arbitrary<ProcessSample> = fc
  .record({
    pid: fc.integer({ min: 2, max: 40 }),
    parentPid: fc.nat(40),
    startTicks: fc.nat(3),
    kernelThread: fc.boolean(),
    cpuTicks: counter,
    namespaces: namespaceSet,
    cgroup: membership,
    io: fc.option(fc.record({ readBytes: counter, writeBytes: counter, readAtSeconds: counter })),
  })
  .map(process);

const cgroups = fc.array(
  fc
    .record({
      id: fc.constantFrom(...IDS),
      cpuMicroseconds: fc.option(counter),
      readAtSeconds: fc.nat(200),
      io: fc.option(fc.record({ readBytes: counter, writeBytes: counter, limits: fc.constant([]) })),
      throttling: fc.option(
        fc.record({ periods: counter, throttledPeriods: counter, throttledMicroseconds: counter }),
      ),
    })
    .map(({ id, ...facts }) => cgroup({ path: `/docker/${id}`, ...facts })),
  { maxLength: 4 },
);

/**
 * A sample of a small host where anything may be unknown, shared, nested or odd; of so few groups that each
 * names all it shares with.
 */
export const arbitrarySample: fc.Arbitrary<Sample> = fc
  .record({
    monotonicSeconds: fc.nat(200),
    hostNamespaces: fc.constantFrom(HOST_NAMESPACES, { ...HOST_NAMESPACES, net: null, mnt: null }),
    processes: fc.uniqueArray(processSample, { maxLength: 16, selector: ({ pid }) => pid }),
    cgroups,
    networks: fc.uniqueArray(fc.tuple(fc.constantFrom(5, 105, 106), counter, counter), {
      selector: ([inode]) => inode,
    }),
    containers: fc
      .subarray(IDS)
      .map((ids) => ids.map((id) => container({ id, networkMode: `container:${containerId("aaa")}` }))),
  })
  .map(sample);
