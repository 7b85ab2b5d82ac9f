/**
 * How nstop is run in a container so that it sees the whole host: what README says, in one line. Each option is there for
 * one check of `nstop doctor`.
 */
export const CONTAINER_RUN: string = [
  "docker run --rm -it --privileged --pid=host --network=host --uts=host --cgroupns=host",
  "-v /sys/fs/cgroup:/sys/fs/cgroup:ro -v /run/docker.sock:/run/docker.sock",
  "-v /var/lib/docker/containers:/var/lib/docker/containers:ro nstop",
].join(" ");
