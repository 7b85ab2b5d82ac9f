import fs from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { BackgroundOrder } from "../../src/actions/order.ts";
import type { GroupSubject } from "../../src/actions/subject.ts";
import { ActHost, ID, SHELL } from "./act-host.ts";

const PID = 3_000_100;
const DIRECTORY = `/sys/fs/cgroup/docker/${ID}`;

/** A host on which nstop has frozen a container. */
async function frozenHost(): Promise<ActHost> {
  const host = new ActHost();
  const row = host.container("web", PID);
  const outcomes = await host.actor().perform(order("freeze", row), () => undefined);
  expect(outcomes).toMatchObject([{ done: true, message: "web (aaaaaaaaaaaa) is frozen" }]);
  return host;
}

function order(action: "freeze" | "thaw", ...subjects: readonly GroupSubject[]): BackgroundOrder {
  return { action, subjects };
}

function files(host: ActHost): readonly string[] {
  return fs.readdirSync(host.stateDirectory);
}

/** The one file of what is frozen. */
function fileOf(host: ActHost): string {
  const [file = "none"] = files(host);
  return path.join(host.stateDirectory, file);
}

describe("what nstop froze", () => {
  test("is kept in a file that is this user's alone", async () => {
    const host = await frozenHost();
    expect(host.text(`${DIRECTORY}/cgroup.freeze`)).toMatch(/^1/);
    expect(fs.statSync(host.stateDirectory).mode & 0o777).toBe(0o700);
    expect(fs.statSync(fileOf(host)).mode & 0o777).toBe(0o600);
    expect(files(host)).toHaveLength(1);
    expect(host.actor().frozen()).toMatchObject([{ name: "web", directory: DIRECTORY }]);
  });

  test("is forgotten when it is thawed", async () => {
    const host = await frozenHost();
    const row = host.container("web", PID, { frozen: true });
    host.write(`${DIRECTORY}/cgroup.freeze`, "1\n");
    const outcomes = await host.actor().perform(order("thaw", row), () => undefined);
    expect(outcomes).toMatchObject([{ done: true, message: "web (aaaaaaaaaaaa) is thawed and goes on" }]);
    expect(host.text(`${DIRECTORY}/cgroup.freeze`)).toMatch(/^0/);
    expect(files(host)).toEqual([]);
  });

  test("is not this nstop's to offer while another one that froze it runs, and is when that has ended", async () => {
    const host = await frozenHost();
    const file = fileOf(host);
    const entry = JSON.parse(fs.readFileSync(file, "utf8"));
    fs.writeFileSync(file, JSON.stringify({ ...entry, pid: SHELL, startTicks: SHELL * 10 }));
    expect(host.actor().frozen()).toEqual([]);
    expect(files(host)).toHaveLength(1);
    host.process({ pid: SHELL, startTicks: 1 });
    expect(host.actor().frozen()).toHaveLength(1);
  });

  test("is thawed by the one that comes after", async () => {
    const host = await frozenHost();
    const later = host.actor();
    const found = later.frozen();
    expect(later.thaw(found)).toEqual([{ group: found[0], failure: null }]);
    expect(host.text(`${DIRECTORY}/cgroup.freeze`)).toMatch(/^0/);
    expect(later.frozen()).toEqual([]);
  });

  test("is left alone where it is not what was asked about", async () => {
    const host = await frozenHost();
    const [found] = host.actor().frozen();
    if (found === undefined) throw new Error("nothing is kept");
    const another = { ...found, since: "2020-01-01T00:00:00.000Z" };
    expect(host.actor().thaw([another])).toEqual([{ group: another, failure: null }]);
    expect(host.text(`${DIRECTORY}/cgroup.freeze`)).toMatch(/^1/);
    expect(host.actor().frozen()).toEqual([found]);
  });

  test("is forgotten when the cgroup is thawed, gone, or another one of that name", async () => {
    const thawed = await frozenHost();
    thawed.write(`${DIRECTORY}/cgroup.freeze`, "0\n");
    const gone = await frozenHost();
    fs.rmSync(path.join(gone.root, DIRECTORY), { recursive: true });
    const another = await frozenHost();
    const place = path.join(another.root, DIRECTORY);
    fs.renameSync(place, `${place}-old`);
    fs.cpSync(`${place}-old`, place, { recursive: true });
    for (const host of [thawed, gone, another]) {
      expect(host.actor().frozen()).toEqual([]);
      expect(files(host)).toEqual([]);
    }
  });

  test("before the machine was started anew is forgotten", async () => {
    const host = await frozenHost();
    host.write("/proc/sys/kernel/random/boot_id", "99999999-2222-3333-4444-555555555555\n");
    expect(host.actor().frozen()).toEqual([]);
    expect(files(host)).toEqual([]);
  });

  test("is kept for each group beside the others, whoever froze it", async () => {
    const host = new ActHost();
    const first = host.container("first", PID);
    const secondPath = `/docker/${"b".repeat(64)}`;
    host.group(secondPath, PID + 1);
    const second = host.container("second", PID + 2, {
      containerId: "b".repeat(64),
      leaderPid: PID + 1,
      leaderStartTicks: (PID + 1) * 10,
      cgroupPath: secondPath,
    });
    host.group(`/docker/${ID}`, PID);
    const outcomes = await Promise.all(
      [first, second].map((row) => host.actor().perform(order("freeze", row), () => undefined)),
    );
    expect(outcomes.flat().map(({ done }) => done)).toEqual([true, true]);
    expect(
      host
        .actor()
        .frozen()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(["first", "second"]);
  });
});

describe("what somebody else may have put there is not believed:", () => {
  test("a cgroup that is none, or lies elsewhere by way of dots", async () => {
    for (const directory of [
      "/etc",
      "/sys/fs/cgroup",
      `/sys/fs/cgroup/../../../etc`,
      `${DIRECTORY}/../${ID}`,
    ]) {
      const host = await frozenHost();
      const file = fileOf(host);
      const entry = JSON.parse(fs.readFileSync(file, "utf8"));
      fs.writeFileSync(file, JSON.stringify({ ...entry, directory }));
      expect(host.actor().frozen(), directory).toEqual([]);
    }
  });

  test.each([
    { what: "damaged", text: '{"name": "we' },
    { what: "of another shape", text: '{"name": 5}' },
    { what: "nothing", text: "null" },
    { what: "too long", text: " ".repeat(70_000) },
  ])("a file that is $what, which is said", async ({ text }) => {
    const host = await frozenHost();
    fs.writeFileSync(path.join(host.stateDirectory, "frozen-v2-1.json"), text, { mode: 0o600 });
    expect(host.actor().complaint).toContain("frozen-v2-1.json is not as nstop writes it");
    expect(host.actor().frozen()).toHaveLength(1);
  });

  test("a link, and a file that others may write", async () => {
    const host = await frozenHost();
    const file = fileOf(host);
    const other = path.join(host.root, "other.json");
    fs.copyFileSync(file, other);
    fs.rmSync(file);
    fs.symlinkSync(other, file);
    expect(host.actor().frozen()).toEqual([]);
    expect(host.actor().complaint).toContain("is not believed");
    fs.rmSync(file);
    fs.copyFileSync(other, file);
    fs.chmodSync(file, 0o666);
    expect(host.actor().frozen()).toEqual([]);
  });

  test("a directory that others may write, or that is a link; freezing goes on, and says what is missing", async () => {
    const host = new ActHost();
    const row = host.container("web", PID);
    fs.mkdirSync(host.stateDirectory, { recursive: true });
    fs.chmodSync(host.stateDirectory, 0o777);
    const outcomes = await host.actor().perform(order("freeze", row), () => undefined);
    expect(outcomes).toMatchObject([
      {
        done: true,
        message: expect.stringMatching(/is frozen; nstop will not know of it once it has ended: .*chmod 700/),
      },
    ]);
    expect(host.actor().complaint).toContain("can be written by others");
    fs.rmdirSync(host.stateDirectory);
    fs.mkdirSync(path.join(host.root, "elsewhere"), { mode: 0o700 });
    fs.symlinkSync(path.join(host.root, "elsewhere"), host.stateDirectory);
    expect(host.actor().complaint).toContain("is no directory");
  });

  test("a directory or a file that is another user's", async () => {
    const host = await frozenHost();
    const own = process.getuid?.() ?? 0;
    const uid = vi.spyOn(process, "getuid");
    onTestFinished(() => uid.mockRestore());
    uid.mockReturnValue(own + 1);
    expect(host.actor().complaint).toContain("is another user's");
    expect(host.actor().frozen()).toEqual([]);
    uid
      .mockReset()
      .mockReturnValueOnce(own)
      .mockReturnValue(own + 1);
    expect(host.actor().complaint).toContain("is not believed");
  });

  test("a host where nothing was ever frozen has nothing to complain of", () => {
    const host = new ActHost();
    expect(host.actor().complaint).toBeNull();
    expect(host.actor().frozen()).toEqual([]);
    expect(fs.existsSync(host.stateDirectory)).toBe(false);
  });
});
