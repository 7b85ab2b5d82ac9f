import { Buffer } from "node:buffer";
import { parseIpLinks } from "../../src/collector/ip-link.ts";
import { parseNamespaceRelations } from "../../src/collector/namespace-relations.ts";
import { parseNetnsIds } from "../../src/collector/netns-ids.ts";
import { Answer } from "../../src/engines/answer.ts";
import {
  containerOfDisk,
  containerOfInspection,
  containerOfSummary,
} from "../../src/engines/container-answers.ts";
import { bundleFacts, dockerDirectory } from "../../src/engines/container-bundle.ts";
import { engineEvent, parseContainerEvent } from "../../src/engines/container-event.ts";
import { ContainerLogFrames } from "../../src/engines/container-logs-frames.ts";
import { ContainerLogLines } from "../../src/engines/container-logs-lines.ts";
import { controlledContainer } from "../../src/engines/controlled-container.ts";
import { inspectionNodes } from "../../src/engines/inspection.ts";
import { JournalLines } from "../../src/engines/journal-lines.ts";
import { parseMinder } from "../../src/engines/parse-minder.ts";
import { PodLogLines } from "../../src/engines/pod-log-lines.ts";
import { storedContainer } from "../../src/engines/storage-containers.ts";
import { decodeText, encodeText } from "../../src/host/text.ts";
import { type FuzzedReader, reader } from "./fuzzed-reader.ts";

const ID = "a".repeat(64);
const AT = "2026-11-30T20:23:00.275958282Z";

const SUMMARY = JSON.stringify({
  Id: ID,
  Names: ["/web"],
  Image: "busybox",
  State: "running",
  Labels: { "com.docker.compose.project": "shop", "io.kubernetes.pod.name": "web-0" },
  Ports: [{ IP: "0.0.0.0", PrivatePort: 80, PublicPort: 8080, Type: "tcp" }],
  NetworkSettings: { Networks: { bridge: {} } },
  HostConfig: { NetworkMode: "default" },
});

const RECORD = JSON.stringify({
  Id: ID,
  ID,
  Name: "/web",
  RestartCount: 2,
  State: {
    Status: "running",
    Running: true,
    Paused: false,
    OOMKilled: false,
    Pid: 4711,
    StartedAt: AT,
    Health: { Status: "healthy" },
  },
  Config: {
    Image: "busybox",
    Tty: false,
    Env: ["DB=hunter2"],
    Labels: { team: "a" },
    Healthcheck: { Test: ["CMD-SHELL", "true"] },
  },
  HostConfig: {
    Memory: 1024,
    NanoCpus: 1e9,
    CpuQuota: -1,
    PidsLimit: 100,
    Privileged: false,
    CapAdd: ["NET_ADMIN"],
    CapDrop: null,
    SecurityOpt: ["no-new-privileges"],
    PidMode: "host",
    NetworkMode: "container:x",
    ReadonlyRootfs: true,
  },
  Mounts: [{ Type: "bind", Source: "/etc", Destination: "/host/etc", RW: false }],
  MountPoints: { "/data": { Source: "/srv", Destination: "/data", RW: true } },
  NetworkSettings: { Ports: { "80/tcp": [{ HostIp: "::", HostPort: "8080" }] }, Networks: {} },
});

const EVENT = JSON.stringify({
  Action: "exec_start: sh -c true",
  Actor: { ID, Attributes: { name: "web", exitCode: "137", execID: ID } },
  timeNano: 1_796_073_173_103_000_000,
});

const BUNDLE = JSON.stringify({
  mounts: [{ source: `/var/lib/docker/containers/${ID}/hosts`, destination: "/etc/hosts" }],
  annotations: { "io.kubernetes.cri.container-type": "container", "io.kubernetes.cri.sandbox-name": "web-0" },
});

const LINKS = JSON.stringify([
  {
    ifindex: 2,
    ifname: "eth0",
    link_index: 7,
    link_netnsid: 0,
    operstate: "UP",
    linkinfo: { info_kind: "veth" },
  },
]);

const LSNS = JSON.stringify({
  namespaces: [
    {
      ns: 900,
      type: "user",
      pns: 0,
      ons: 0,
      netnsid: null,
      children: [{ ns: "901", type: "net", netnsid: "0" }],
    },
  ],
});

/** One message of a container's log as Docker sends it. */
function frame(stream: 1 | 2, text: string): string {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return decodeText(Buffer.concat([header, Buffer.from(text)]));
}

const answer = (read: (answer: Answer) => unknown) => (text: string) => read(Answer.parse(text, "answer"));

/** Reads pieces in their order, each as bytes. */
function pieceReader(
  name: string,
  open: () => {
    readonly push: (bytes: Uint8Array) => readonly unknown[];
    readonly end?: () => readonly unknown[];
  },
  samples: readonly string[],
): FuzzedReader {
  const readPieces = (pieces: readonly string[]) => {
    const { push, end = () => [] } = open();
    return [...pieces.flatMap((piece) => push(encodeText(piece))), ...end()];
  };
  return reader(name, (text) => readPieces([text]), samples, { readPieces });
}

function framedLines() {
  const frames = new ContainerLogFrames();
  const lines = {
    stdout: new ContainerLogLines("stdout", false),
    stderr: new ContainerLogLines("stderr", false),
  };
  return {
    push: (bytes: Uint8Array) =>
      frames.push(bytes).flatMap(({ origin, isStart, bytes: piece }) => lines[origin].push(piece, isStart)),
    // What has come of each stream is told as it comes; of one that is cut off, the rest is.
    end: () => [...lines.stdout.end(), ...lines.stderr.end()],
  };
}

/** What engines answer, what they write to disk and to logs, and what programs of the host print. */
export const ENGINE_READERS: readonly FuzzedReader[] = [
  reader(
    "containerOfSummary",
    answer((each) => containerOfSummary(each, "docker")),
    [SUMMARY],
  ),
  reader(
    "containerOfInspection",
    answer((each) => containerOfInspection(each, "podman")),
    [RECORD],
  ),
  reader(
    "containerOfDisk",
    answer((each) => containerOfDisk(each, each)),
    [RECORD],
  ),
  reader("controlledContainer", answer(controlledContainer), [RECORD]),
  reader("bundleFacts", answer(bundleFacts), [BUNDLE]),
  reader(
    "dockerDirectory",
    answer((each) => dockerDirectory(each, ID)),
    [BUNDLE],
  ),
  reader(
    "storedContainer",
    answer((each) => storedContainer(each, ID)),
    [JSON.stringify([{ id: ID, names: ["web"], metadata: '{"image-name":"busybox","name":"web"}' }])],
  ),
  reader("inspectionNodes", (text) => inspectionNodes(JSON.parse(text), false), [RECORD]),
  reader("parseContainerEvent", (text) => engineEvent(parseContainerEvent(text), 7), [EVENT]),
  reader(
    "parseMinder",
    (text) => parseMinder(text, ID),
    [`/usr/bin/conmon\0-c\0${ID}\0-n\0web\0-b\0/run/b\0`],
    {
      throws: [],
    },
  ),
  reader("parseIpLinks", parseIpLinks, [LINKS]),
  reader("parseNamespaceRelations", parseNamespaceRelations, [LSNS]),
  reader("parseNetnsIds", parseNetnsIds, [LSNS]),
  pieceReader("ContainerLogFrames", framedLines, [
    frame(1, `${AT} one\n`) +
      frame(2, `${AT} grüße\n`) +
      frame(1, `${AT} a part `) +
      frame(1, `${AT} and the rest\n`),
  ]),
  {
    ...pieceReader("ContainerLogLines of a terminal", () => {
      const lines = new ContainerLogLines("stdout", true);
      return { push: (bytes) => lines.push(bytes, false), end: () => lines.end() };
    }, [`${AT} one\r\n${AT} \x1b[1;31mtwo\x1b[0m\r\n`]),
    throws: [],
  },
  {
    ...pieceReader("PodLogLines", () => {
      const lines = new PodLogLines();
      return { push: (bytes) => lines.push(bytes) };
    }, [
      `${AT} stdout P half \n${AT} stderr F wröng\n${AT} stdout F and half\n`,
      `${JSON.stringify({ log: "one\n", stream: "stdout", time: AT })}\n`,
    ]),
    throws: [],
  },
  {
    ...pieceReader("JournalLines", () => {
      const lines = new JournalLines();
      return { push: (bytes) => lines.push(bytes) };
    }, [
      `${JSON.stringify({ __REALTIME_TIMESTAMP: "1796073173103000", PRIORITY: "3", MESSAGE: "no\nway" })}\n`,
      `${JSON.stringify({ __REALTIME_TIMESTAMP: "1796073173103000", MESSAGE: [104, 105, 255] })}\n`,
    ]),
    throws: [],
  },
];
