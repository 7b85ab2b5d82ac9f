import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configuredDataRoot, DiskContainers } from "../../src/engines/disk-containers.ts";
import { idOf } from "./fake-engine.ts";
import { FakeHost } from "./fake-host.ts";

/** A host on which Docker has left files. */
class DockerHost extends FakeHost {
  container(id: string, config: object, dataRoot = "/data"): void {
    const text = JSON.stringify({ ID: id, State: { Running: true }, ...config });
    this.write(`${dataRoot}/containers/${id}/config.v2.json`, text);
  }
}

async function namesIn(host: DockerHost, ...dataRoots: string[]): Promise<string[] | null> {
  const containers = await new DiskContainers(host.reader).read(dataRoots);
  return containers && [...containers.values()].map(({ name }) => name).sort();
}

test("containers that ran are read, with what their two files say", async () => {
  const host = new DockerHost();
  host.container(idOf("a"), { Name: "/web", RestartCount: 4, Config: { Image: "shop/web:7" } });
  host.write(`/data/containers/${idOf("a")}/hostconfig.json`, '{"Privileged":true,"NetworkMode":"host"}');
  host.container(idOf("b"), { Name: "/done", State: { Running: false } });
  const containers = await new DiskContainers(host.reader).read(["/data"]);
  expect([...(containers ?? [])]).toMatchObject([
    [
      idOf("a"),
      {
        name: "web",
        image: "shop/web:7",
        restartCount: 4,
        settings: { privileged: true, networkMode: "host" },
        networkMode: "host",
        state: null,
      },
    ],
  ]);
});

test("a damaged, cut off, missing, oversized or misplaced file costs its own container only", async () => {
  const host = new DockerHost();
  host.container(idOf("a"), { Name: "/good" });
  host.write(`/data/containers/${idOf("b")}/config.v2.json`, '{"ID":"');
  host.write(`/data/containers/${idOf("c")}/config.v2.json`, '{"ID":7}');
  host.write(`/data/containers/${idOf("d")}/hostconfig.json`, "{}");
  host.container(idOf("e"), { Name: "/huge", Padding: "x".repeat(1024 * 1024) });
  host.write(
    `/data/containers/${idOf("f")}/config.v2.json`,
    `{"ID":"${idOf("a")}","State":{"Running":true}}`,
  );
  host.write("/data/containers/README", "no container");
  expect(await namesIn(host, "/data")).toEqual(["good"]);
});

test("a long file is read whole", async () => {
  const host = new DockerHost();
  host.container(idOf("a"), { Padding: "x".repeat(100_000), Name: "/long" });
  expect(await namesIn(host, "/data")).toEqual(["long"]);
});

test("a damaged hostconfig.json costs what it says only", async () => {
  const host = new DockerHost();
  host.container(idOf("a"), { Name: "/web" });
  host.write(`/data/containers/${idOf("a")}/hostconfig.json`, "{");
  expect(await namesIn(host, "/data")).toEqual(["web"]);
});

test("the first data root that is there is read", async () => {
  const host = new DockerHost();
  host.container(idOf("a"), { Name: "/first" }, "/first");
  host.container(idOf("b"), { Name: "/second" }, "/second");
  expect(await namesIn(host, "/absent", "/first", "/second")).toEqual(["first"]);
  expect(await namesIn(host, "/absent")).toBeNull();
});

test("files are read once until told that they may have changed", async () => {
  const host = new DockerHost();
  host.container(idOf("a"), { Name: "/old" });
  const disk = new DiskContainers(host.reader);
  await disk.read(["/data"]);
  host.container(idOf("a"), { Name: "/new" });
  expect((await disk.read(["/data"]))?.get(idOf("a"))?.name).toBe("old");
  disk.forget();
  expect((await disk.read(["/data"]))?.get(idOf("a"))?.name).toBe("new");
  rmSync(join(host.root, "data/containers", idOf("a")), { recursive: true });
  expect((await disk.read(["/data"]))?.size).toBe(0);
});

test.each([
  ["is what the daemon's configuration says", '{"data-root":"/srv/docker"}', "/srv/docker"],
  ["is Docker's default where that says nothing", '{"debug":true}', "/var/lib/docker"],
  ["is Docker's default where that says nonsense", '{"data-root":7}', "/var/lib/docker"],
  ["is Docker's default where that is damaged", "{", "/var/lib/docker"],
])("the data root %s", async (_name, text, dataRoot) => {
  const host = new DockerHost();
  host.write("/etc/docker/daemon.json", text);
  expect(await configuredDataRoot(host.reader)).toBe(dataRoot);
});

test("the data root is Docker's default where there is no configuration", async () => {
  expect(await configuredDataRoot(new DockerHost().reader)).toBe("/var/lib/docker");
});
