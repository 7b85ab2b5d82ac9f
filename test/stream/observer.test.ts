import { expect, test } from "vitest";
import type { OnScreen } from "../../src/collector/collector.ts";
import type { DetailRequest, DetailSample } from "../../src/collector/detail-sample.ts";
import type { Sample, Suspect } from "../../src/collector/sample.ts";
import type { EngineView } from "../../src/engines/engine.ts";
import type { Look } from "../../src/model/derive-events.ts";
import { Observer } from "../../src/stream/observer.ts";
import { container, containerId, HOST_NAMESPACES, process, sample } from "../model/sample-builder.ts";

/** A collector on a host where one process burns a CPU and receives a byte every second. */
class FakeCollector {
  readonly requests: DetailRequest[] = [];
  onScreen: OnScreen | null = null;
  suspects: readonly Suspect[] = [];
  #seconds = 100;
  /** What stays as it is: the same objects in every sample. */
  readonly #host = sample();
  readonly #burner = process({ pid: 7 });

  sample(): Sample {
    this.#seconds += 1;
    const burner = { ...this.#burner, cpuTicks: this.#seconds * 100 };
    return {
      ...this.#host,
      monotonicSeconds: this.#seconds,
      processes: [...this.#host.processes, burner],
    };
  }

  suspect(suspects: readonly Suspect[]): void {
    this.suspects = suspects;
  }

  see(): void {}

  async named(): Promise<EngineView> {
    return { ...sample().engines, containers: new Map([[WEB.id, WEB]]) };
  }

  async detail(request: DetailRequest): Promise<DetailSample> {
    this.requests.push(request);
    const facts = { namespacePids: [7], uid: 0, user: "root", command: ["burn"], commandHangs: false };
    const io = { readBytes: this.#seconds * 10, writeBytes: 0 };
    return {
      monotonicSeconds: this.#seconds,
      processes: [{ pid: 7, startTicks: 7, ...facts, io }],
      issues: [],
    };
  }
}

const WEB = container({ id: containerId("a"), name: "web" });

const WANTED = { target: { kind: "group", groupId: "host" }, parts: ["processes"] } as const;

test("the first snapshot has no rates, and the second has those since the first", () => {
  const observer = new Observer(new FakeCollector());
  const percent = () => observer.snapshot().groups.find(({ id }) => id === "host")?.cpu.percent;
  expect([percent(), percent()]).toEqual([null, 100]);
});

test("the last snapshot comes again with the names that were found meanwhile, and the next has rates since it", async () => {
  const observer = new Observer(new FakeCollector());
  expect(observer.snapshot().groups.map(({ name }) => name)).not.toContain("web");
  expect((await observer.named())?.groups.map(({ name }) => name)).toContain("web");
  expect(observer.snapshot().intervalSeconds).toBe(1);
});

test("every look is told to the log of events, with the groups that were made of it", () => {
  const looks: Look[] = [];
  const observer = new Observer(new FakeCollector(), { compare: (look) => looks.push(look) });
  const snapshots = [observer.snapshot(), observer.snapshot()];
  expect(looks.map(({ derivation }) => derivation.snapshot)).toEqual(snapshots);
});

test("a detail is read of the processes of its target, and its rates are those since it was read before", async () => {
  const collector = new FakeCollector();
  const observer = new Observer(collector);
  observer.snapshot();
  const first = await observer.detail(WANTED);
  observer.snapshot();
  const second = await observer.detail(WANTED);
  expect(collector.requests).toEqual([
    { pids: [1, 7], referencePid: 1, parts: ["processes"] },
    { pids: [1, 7], referencePid: 1, parts: ["processes"] },
  ]);
  expect([first, second].map((detail) => detail?.processes?.[0]?.io.readBytesPerSecond)).toEqual([null, 10]);
});

test("a detail is not compared with one of another target", async () => {
  const observer = new Observer(new FakeCollector());
  observer.snapshot();
  await observer.detail(WANTED);
  observer.snapshot();
  const other = await observer.detail({ ...WANTED, target: { kind: "process", pid: 7 } });
  expect(other?.processes?.[0]?.io.readBytesPerSecond).toBeNull();
});

test("a target that is gone has no detail, and nothing is read for it", async () => {
  const collector = new FakeCollector();
  const observer = new Observer(collector);
  observer.snapshot();
  expect(await observer.detail({ ...WANTED, target: { kind: "process", pid: 99 } })).toBeNull();
  expect(collector.requests).toEqual([]);
});

test("tells the collector what stands behind the groups that are seen", () => {
  const collector = new FakeCollector();
  const observer = new Observer(collector);
  observer.snapshot();
  observer.onScreen = ["host", "gone"];
  observer.snapshot();
  expect(collector.onScreen).toEqual({
    pids: new Set([1, 7]),
    cgroupPaths: new Set(),
    networks: new Set([HOST_NAMESPACES.net]),
  });
  const { onScreen } = collector;
  observer.snapshot();
  expect(collector.onScreen).toBe(onScreen);
  observer.onScreen = ["gone"];
  observer.snapshot();
  expect(collector.onScreen?.pids).toEqual(new Set());
  observer.onScreen = null;
  observer.snapshot();
  expect(collector.onScreen).toBeNull();
});
