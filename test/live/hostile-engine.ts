import { Buffer } from "node:buffer";
import type { ServerResponse } from "node:http";
import { FakeEngine } from "../engines/fake-engine.ts";
import { HOSTILE } from "./hostile-host.ts";

/** When everything happened. */
const AT = "2026-01-02T03:04:05.678Z";

/**
 * An engine at a real socket that answers as Docker does, and in which every text that anybody can choose is hostile.
 * It keeps one container.
 */
export async function hostileEngine(id: string, pid: number): Promise<FakeEngine> {
  const engine = new FakeEngine();
  engine.version = { Version: HOSTILE, Components: [{ Name: HOSTILE }] };
  engine.dataRoot = `/nowhere/${HOSTILE}`;
  engine.answers.set("/containers/json", [summary(id)]);
  engine.answers.set(`/containers/${id}/json`, inspection(id, pid));
  engine.answers.set(`/containers/${id}/logs`, sendLog);
  for (const order of ["pause", "unpause", "stop", "restart", "kill"]) {
    engine.answers.set(`/containers/${id}/${order}`, fail);
  }
  return engine.start();
}

function summary(id: string): unknown {
  return {
    Id: id,
    Names: [`/${HOSTILE}`],
    Image: HOSTILE,
    State: "running",
    Ports: [{ IP: HOSTILE, PrivatePort: 80, PublicPort: 8080, Type: "tcp" }],
    Labels: labels(),
    NetworkSettings: { Networks: { [HOSTILE]: {} } },
  };
}

function inspection(id: string, pid: number): unknown {
  return {
    Id: id,
    Name: `/${HOSTILE}`,
    Image: HOSTILE,
    Path: HOSTILE,
    Args: [HOSTILE, HOSTILE],
    RestartCount: 3,
    ExecIDs: null,
    State: {
      Status: "running",
      Running: true,
      Pid: pid,
      OOMKilled: false,
      Error: HOSTILE,
      StartedAt: AT,
      Health: {
        Status: "unhealthy",
        FailingStreak: 2,
        Log: [{ Start: AT, End: AT, ExitCode: 1, Output: HOSTILE }],
      },
    },
    Config: {
      Image: HOSTILE,
      Hostname: HOSTILE,
      User: HOSTILE,
      WorkingDir: HOSTILE,
      Tty: false,
      Env: [`${HOSTILE}=${HOSTILE}`, `SECRET=${HOSTILE}`],
      Cmd: [HOSTILE],
      Entrypoint: [HOSTILE],
      Healthcheck: { Test: ["CMD-SHELL", HOSTILE] },
      Labels: labels(),
    },
    HostConfig: {
      NetworkMode: HOSTILE,
      Privileged: true,
      Binds: [`${HOSTILE}:${HOSTILE}`],
      SecurityOpt: [HOSTILE],
      LogConfig: { Type: "json-file", Config: { [HOSTILE]: HOSTILE } },
    },
    Mounts: [{ Type: "bind", Source: `/${HOSTILE}`, Destination: `/${HOSTILE}`, Mode: HOSTILE, RW: true }],
    NetworkSettings: {
      Ports: { "80/tcp": [{ HostIp: HOSTILE, HostPort: "8080" }], [HOSTILE]: null },
      Networks: { [HOSTILE]: { IPAddress: HOSTILE } },
    },
    [HOSTILE]: { [HOSTILE]: HOSTILE },
  };
}

function labels(): Readonly<Record<string, string>> {
  return {
    [HOSTILE]: HOSTILE,
    "com.docker.compose.project": HOSTILE,
    "com.docker.compose.service": HOSTILE,
  };
}

/** Two messages, one of each stream; the log goes on. */
function sendLog(response: ServerResponse): void {
  response.setHeader("Content-Type", "application/vnd.docker.multiplexed-stream");
  for (const stream of [1, 2]) {
    const payload = Buffer.concat([
      Buffer.from(`${AT} ${stream === 1 ? "first" : "second"}-line ${HOSTILE}`),
      Buffer.from("\xff\x9b7m\n", "latin1"),
    ]);
    const header = Buffer.alloc(8);
    header[0] = stream;
    header.writeUInt32BE(payload.length, 4);
    response.write(Buffer.concat([header, payload]));
  }
}

function fail(response: ServerResponse): void {
  response.statusCode = 500;
  response.end(JSON.stringify({ message: `no: ${HOSTILE}` }));
}
