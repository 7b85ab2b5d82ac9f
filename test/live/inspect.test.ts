import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { InspectionFacts } from "../../src/collector/detail-sample.ts";
import type { InspectionNode } from "../../src/engines/inspection.ts";
import { type SamplerStore, startSampler } from "../../src/stream/child-source.ts";
import { EnginesLab } from "./engines-lab.ts";
import { describeLive, docker, enginePid, Inhabitants, type Inspected, labSocket, NSTOP } from "./lab.ts";

let store: SamplerStore | null = null;
afterEach(async () => {
  await store?.close();
  store = null;
});

interface Asked {
  readonly secrets?: boolean;
  readonly engine?: string;
}

/** Has a sampler of its own read the record of a group, and waits until it is as a test wants it. */
async function recordOf(
  groupId: string,
  isThere: (facts: InspectionFacts) => boolean,
  { secrets = false, engine = `unix://${labSocket}` }: Asked = {},
): Promise<InspectionFacts> {
  await store?.close();
  const command = [process.execPath, NSTOP, "stream", "--wants", "--delay", "0.5", "--engine", engine];
  const source = startSampler({ command, exact: true, once: false });
  store = source;
  const parts = secrets ? (["inspection", "inspectionSecrets"] as const) : (["inspection"] as const);
  source.want({ detail: { target: { kind: "group", groupId }, parts }, now: true });
  const { promise, resolve } = Promise.withResolvers<InspectionFacts>();
  const unsubscribe = source.subscribe(() => {
    const detail = source.getSnapshot().snapshot?.detail;
    if (!secrets) expect(detail?.inspectionSecrets).toBeUndefined();
    const facts = secrets ? detail?.inspectionSecrets : detail?.inspection;
    if (facts != null && isThere(facts)) resolve(facts);
  });
  return promise.finally(unsubscribe);
}

/** The value at a path of names. */
function valueAt({ nodes }: InspectionFacts, ...path: readonly string[]): string | undefined {
  let from = 0;
  let found: InspectionNode | undefined;
  for (const [depth, name] of path.entries()) {
    const at = nodes.findIndex((node, index) => index >= from && node.depth === depth && node.name === name);
    if (at === -1) return undefined;
    found = nodes[at];
    from = at + 1;
  }
  return found?.text;
}

describeLive("the record of a container", () => {
  const inhabitants = new Inhabitants("inspect");
  const lab = new EnginesLab();
  let secretive: Inspected;

  beforeAll(() => {
    lab.up();
    secretive = inhabitants.container("secretive", [
      ...["-e", "DB=hunter2", "-e", "PLAIN=1"],
      ...["--label", "com.example.api-token=k3y", "--memory", "48m"],
    ]);
  });
  afterEach(() => process.kill(enginePid(), "SIGCONT"));
  afterAll(async () => {
    await inhabitants.removeAll();
    lab.down();
  });

  test("is what docker inspect says, field by field, without what may be secret", async () => {
    const facts = await recordOf(secretive.Id, ({ source }) => source !== null);
    expect(facts).toMatchObject({ source: `docker at unix://${labSocket}`, message: null, isCut: false });
    const record: Record<string, unknown> = JSON.parse(docker("inspect", secretive.Id))[0];
    expect(facts.nodes.flatMap(({ depth, name }) => (depth === 0 ? [name] : [])).toSorted()).toEqual(
      Object.keys(record).toSorted(),
    );
    expect(valueAt(facts, "State", "Pid")).toBe(String(secretive.State.Pid));
    expect(valueAt(facts, "HostConfig", "Memory")).toBe(String(48 * 2 ** 20));
    expect(valueAt(facts, "Config", "Labels", "com.example.api-token")).toBe("…");
    const text = JSON.stringify(facts);
    expect(text).toContain("DB=…");
    for (const secret of ["hunter2", "PLAIN=1", "k3y"]) expect(text).not.toContain(secret);
  });

  test("is whole when that is asked for", async () => {
    const facts = await recordOf(secretive.Id, () => true, { secrets: true });
    const text = JSON.stringify(facts);
    for (const secret of ["DB=hunter2", "PLAIN=1", "k3y"]) expect(text).toContain(secret);
  });

  test("is what its engine wrote down where that does not answer", async () => {
    const web = lab.find("web");
    expect(web).not.toBeNull();
    const facts = await recordOf(web?.id ?? "", ({ source }) => source !== null, { engine: lab.dockerUrl });
    expect(facts.source).toMatch(new RegExp(`/${web?.id}/config\\.json$`));
    expect(facts.message).toMatch(/no engine that nstop asks/);
    expect(valueAt(facts, "ociVersion")).toMatch(/^\d/);
    expect(valueAt(facts, "process", "env", "0")).toMatch(/=…$/);
  });

  test("of Docker's own containers is on disk while Docker does not answer", async () => {
    const { id } = lab.member("docker");
    const pid = lab.daemon("dockerd");
    process.kill(pid, "SIGSTOP");
    try {
      const isRead = ({ source }: InspectionFacts) => source !== null;
      const facts = await recordOf(id, isRead, { engine: lab.dockerUrl });
      expect(facts.source).toMatch(new RegExp(`/containers/${id}/config\\.v2\\.json$`));
      expect(facts.message).toMatch(/./);
    } finally {
      process.kill(pid, "SIGCONT");
    }
  });

  test("is Podman's where Podman knows it, and said to be none for LXC", async (context) => {
    if (lab.find("podman") === null || lab.find("lxc") === null)
      return context.skip("podman or LXC is missing");
    const podman = await recordOf(lab.member("podman").id, ({ message }) => message === null, {
      engine: lab.podmanUrl,
    });
    expect(podman.source).toBe(`podman at ${lab.podmanUrl}`);
    expect(valueAt(podman, "Id")).toBe(lab.member("podman").id);
    const lxc = await recordOf(`lxc:${lab.member("lxc").name}`, () => true);
    expect(lxc).toMatchObject({ source: null, message: expect.stringContaining("lxc-info") });
  });
});
