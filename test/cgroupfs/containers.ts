import { fixtureText } from "../procfs/fixture.ts";

/** The container that burns under a limit of half a core, on a cgroup v2 host with systemd. */
const V2_BURNER =
  "/sys/fs/cgroup/system.slice/docker-2568d46b092a8611e58d160859f9c8a0752af4fdfada2e389aa9601fa07265be.scope";

/** Containers of the cgroup v1 host. */
export const V1_BURNER = "e00378440c06be371a646b7a72fe92ce5ddb056477bbadef555b941830c02eef";
export const V1_PAUSED = "0c67adf80291188f5aa46e8440d7510f254033940e0a7989e8315c21e3696ac5";
export const V1_MEMORY_LIMITED = "de2526eceb53296dea0d94600e6bd4a4edca6a8d6da163859596893f528730be";

/** A file of the v2 container's cgroup. */
export function v2(file: string): string {
  return fixtureText("v2-docker-systemd", `${V2_BURNER}/${file}`);
}

/** A file of a v1 container's cgroup. */
export function v1(controller: string, file: string, container = V1_BURNER): string {
  return fixtureText("hybrid-docker", `/sys/fs/cgroup/${controller}/docker/${container}/${file}`);
}
