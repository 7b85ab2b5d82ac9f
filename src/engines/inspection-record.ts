import { posix } from "node:path";
import { dockerDirectory } from "./container-bundle.ts";
import { configuredDataRoot } from "./disk-containers.ts";
import type { SeenContainer } from "./engine.ts";
import { engineFailure } from "./engine-failure.ts";
import { ENGINE_LIMITS } from "./engine-limits.ts";
import { openDocker } from "./open-docker.ts";
import { parseEndpoint } from "./parse-endpoint.ts";
import { type DiskReader, readFileStart, unlessDamaged } from "./read-json.ts";
import { SearchRound } from "./search-round.ts";

/** Whose record is wanted, and who may have it. */
export interface InspectedContainer extends SeenContainer {
  /** URL of the socket of the engine that knows it; `null` where none does. */
  readonly endpoint: string | null;
}

/** What an engine says of a container, or what it wrote down of it. */
export interface InspectionRecord {
  /** JSON as it was parsed; `null` where there is none. */
  readonly record: unknown;
  /** Who said it, or in which file it is; `null` where there is none. */
  readonly source: string | null;
  /** Why it is not the engine's own answer, and what to do; `null` when it is. */
  readonly message: string | null;
}

/** A name that leads to no other directory. */
const PLAIN_NAME = /^[A-Za-z0-9][\w.-]*$/;

/** The engine's own record of a container; where it does not answer, what it wrote down where its containers are found. */
export async function inspectContainer(
  container: InspectedContainer,
  reader: DiskReader,
): Promise<InspectionRecord> {
  const { engine, endpoint, id } = container;
  if (engine === "lxc" || engine === "nspawn") return none(WITHOUT_RECORD[engine](id));
  let message =
    "no engine that nstop asks knows this container: its socket is named with --engine unix:///PATH";
  if (endpoint !== null) {
    try {
      return { record: await ask(endpoint, id), source: `${engine} at ${endpoint}`, message: null };
    } catch (error) {
      message = `${engine} ${engineFailure(error).message}`;
    }
  }
  return (await writtenDown(container, message, reader)) ?? none(message);
}

/** What to do where no record is kept that nstop reads. */
const WITHOUT_RECORD = {
  lxc: (name: string) => `LXC has a configuration for it, but no record: see lxc-info -n ${name} and lxc-ls`,
  nspawn: (name: string) => `systemd has a record of it: see machinectl show ${name}`,
} as const;

function none(message: string): InspectionRecord {
  return { record: null, source: null, message };
}

async function ask(endpoint: string, id: string): Promise<unknown> {
  const { docker, modem } = await openDocker(parseEndpoint(endpoint).socketPath, ENGINE_LIMITS);
  try {
    return await docker.getContainer(id).inspect();
  } finally {
    modem.close();
  }
}

/** The first of an engine's files that there is. Of a user's own container no file is read: it could be a link to anything. */
async function writtenDown(
  container: InspectedContainer,
  message: string,
  reader: DiskReader,
): Promise<InspectionRecord | null> {
  if (container.userId !== null || !PLAIN_NAME.test(container.id)) return null;
  for (const source of await files(container, reader)) {
    const text = await readFileStart(source, reader);
    const record = text === null ? null : unlessDamaged((): unknown => JSON.parse(text));
    if (record !== null) return { record, source, message };
  }
  return null;
}

async function files(container: InspectedContainer, reader: DiskReader): Promise<readonly string[]> {
  const { id } = container;
  const round = new SearchRound(reader);
  const minder = await round.minder(container);
  const beside = minder?.kind === "shim" ? await round.bundles(container) : null;
  const bundle = minder?.kind === "conmon" ? minder.bundle : beside && posix.join(beside, id);
  const config = bundle === null ? null : await round.json(`${bundle}/config.json`);
  const dockers =
    (config && unlessDamaged(() => dockerDirectory(config, id))) ??
    `${await configuredDataRoot(reader)}/containers/${id}`;
  return [`${dockers}/config.v2.json`, ...(bundle === null ? [] : [`${bundle}/config.json`])];
}
