import { afterAll, beforeAll, expect, test } from "vitest";
import { schemaFaults } from "../report/schema.ts";
import { describeLive, Inhabitants, type Inspected, labSocket, list, nstop, show } from "./lab.ts";

describeLive("JSON that nstop prints of a real host is of its schema:", () => {
  const inhabitants = new Inhabitants("schema");
  const listFaults = schemaFaults("list");
  const showFaults = schemaFaults("show");
  let own: Inspected;
  let joined: Inspected;

  beforeAll(() => {
    own = inhabitants.container("own", ["--memory", "64m", "-p", "127.0.0.1::80"]);
    joined = inhabitants.container("joined", ["--network", `container:${own.Id}`]);
  });
  afterAll(() => inhabitants.removeAll());

  test("list", () => {
    expect(listFaults(list())).toEqual([]);
  });

  test("each line of stream, the first without rates as well", () => {
    const { stdout } = nstop("stream", "--count", "2", "--engine", `unix://${labSocket}`);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines.flatMap((line) => listFaults(JSON.parse(line)))).toEqual([]);
  });

  test("show of a container, of one in its network, of the host, and of a process", () => {
    for (const target of [own.Id, joined.Id, "host", String(process.pid)]) {
      expect(showFaults(show(target))).toEqual([]);
    }
  });

  test("show of a namespace", () => {
    expect(showFaults(show(`net:${show(own.Id).group.namespaces.net.inode}`))).toEqual([]);
  });
});
