import { expect, test } from "vitest";
import { ContainerSearch } from "../../src/engines/container-search.ts";
import type { SeenContainer } from "../../src/engines/engine.ts";
import { idOf } from "./fake-engine.ts";
import { FakeHost } from "./fake-host.ts";

const LIST = "/var/lib/containers/storage/overlay-containers/containers.json";

function seen(id: string, facts: Partial<SeenContainer> = {}): SeenContainer {
  const cgroupPath = `/libpod_parent/libpod-${id}`;
  return { id, engine: "podman", userId: null, cgroupPath, leaderPid: 20, parentPid: 1, ...facts };
}

/** A host with a clock that a test turns, and a count of how often its list was read. */
class SearchedHost extends FakeHost {
  reads = 0;
  changes = 0;
  now = 0;
  readonly search: ContainerSearch;

  constructor() {
    super();
    const { reader } = this;
    const counting = {
      list: (path: string) => reader.list(path),
      readLink: (path: string) => reader.readLink(path),
      readFilePatiently: (path: string, bytes: number, milliseconds: number) => {
        if (path === LIST) this.reads += 1;
        return reader.readFilePatiently(path, bytes, milliseconds);
      },
    };
    this.search = new ContainerSearch(
      counting,
      () => {
        this.changes += 1;
      },
      () => this.now,
    );
  }

  get names(): readonly string[] {
    return [...this.search.containers.values()].map(({ name }) => name);
  }

  podman(...ids: readonly string[]): void {
    this.write(LIST, JSON.stringify(ids.map((id) => ({ id, names: [`name-${id[0]}`] }))));
  }

  async wants(...containers: readonly SeenContainer[]): Promise<void> {
    this.search.want(containers);
    await this.search.idle();
  }
}

test("each container is looked for once, and a list of many is read once for all", async () => {
  const host = new SearchedHost();
  host.podman(idOf("a"), idOf("b"));
  const containers = [seen(idOf("a")), seen(idOf("b"))];
  await host.wants(...containers);
  expect(host.names).toEqual(["name-a", "name-b"]);
  expect(host.changes).toBe(1);
  host.now = 1e9;
  await host.wants(...containers);
  expect(host.reads).toBe(1);
});

test("one that is not found is looked for again, after longer and longer pauses, and then no more", async () => {
  const host = new SearchedHost();
  host.podman();
  const looks: number[] = [];
  for (host.now = 0; host.now < 200_000; host.now += 500) {
    const before = host.reads;
    await host.wants(seen(idOf("a")));
    if (host.reads > before) looks.push(host.now);
  }
  expect(looks).toEqual([0, 1000, 5000, 20_000, 80_000]);
});

test("one that its engine writes down late is found", async () => {
  const host = new SearchedHost();
  host.podman();
  await host.wants(seen(idOf("a")));
  expect(host.names).toEqual([]);
  host.podman(idOf("a"));
  host.now = 1000;
  await host.wants(seen(idOf("a")));
  expect(host.names).toEqual(["name-a"]);
});

test("one that is gone is forgotten, and looked for anew when it comes back", async () => {
  const host = new SearchedHost();
  host.podman(idOf("a"));
  await host.wants(seen(idOf("a")));
  await host.wants();
  expect(host.names).toEqual([]);
  expect(host.changes).toBe(2);
  await host.wants(seen(idOf("a")));
  expect(host.reads).toBe(2);
});

test("a user's container is not another one of the same id", async () => {
  const host = new SearchedHost();
  host.podman(idOf("a"));
  await host.wants(seen(idOf("a")), seen(idOf("a"), { userId: 1000 }));
  expect([...host.search.containers.keys()]).toEqual([idOf("a")]);
});

test("what its control group is called is looked for nowhere", async () => {
  const host = new SearchedHost();
  await host.wants(seen("web", { engine: "lxc" }), seen("web", { engine: "nspawn" }));
  expect(host.search.containers.size).toBe(0);
  expect(host.reads).toBe(0);
});
