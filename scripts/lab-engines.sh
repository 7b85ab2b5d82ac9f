# shellcheck shell=bash
# Part of scripts/lab: `engines`, containers of every engine that nstop knows, side by side with Docker's. All of it is
# real: Podman's service and container, a pod that containerd runs as the kubelet has it run, an LXC and an nspawn
# container, the cgroup of a systemd service, and a container in a container. What engines keep lies below the lab's
# directory; what has its place elsewhere (cgroups, the kubelet's log names) bears the lab's number and goes with it.

lxc_name=lab-lxc-$number
nspawn_name=lab-nspawn-$number # a unit's name spells the dashes \x2d
service=lab-$number.service
pod_namespace=lab-$number
pod_name=shop-0

lab_podman() {
  env -u CONTAINER_HOST -u CONTAINER_CONNECTION "$mark" TMPDIR="$dir/podman" CONTAINERS_CONF="$dir/podman/containers.conf" \
    CONTAINERS_STORAGE_CONF="$dir/podman/storage.conf" podman "$@" 9<&-
}

lab_ctr() { env "$mark" ctr --address "$containerd_socket" --namespace k8s.io "$@" 9<&-; }

engines() {
  local name jobs=() failed=
  if [ "${1:-}" = 0 ]; then
    no_engines
    return
  fi
  up
  install_engines
  make_root
  : >"$dir/engines"
  make_docker_pair
  # Each in a shell of its own: what fails is told, and the others are made all the same.
  for name in podman pod lxc nspawn service nested; do
    (make_$name) &
    jobs+=("$!:$name")
  done
  for name in "${jobs[@]}"; do wait "${name%%:*}" || failed+=" ${name#*:}"; done
  if [ -n "$failed" ]; then say "!! NOT MADE:$failed"; else say "has a container of every engine"; fi
}

# What was made, for tests and people: made WHAT NAME ID, one line each.
made() { printf '%s %s %s\n' "$@" >>"$dir/engines"; }

install_engines() {
  local pair
  for pair in podman:podman lxc-start:lxc systemd-nspawn:systemd-container; do
    command -v "${pair%%:*}" >/dev/null || install_packages "${pair#*:}" || say "!! goes on without ${pair#*:}"
  done
}

# The image's files once more, for engines that take a directory or a tar.
make_root() {
  local id
  [ ! -e "$dir/root.tar" ] || return 0
  id=$(lab_docker create busybox:lab)
  lab_docker export "$id" >"$dir/root.tar.part"
  lab_docker rm "$id" >/dev/null
  mv "$dir/root.tar.part" "$dir/root.tar"
}

uses_overlay() { [ "$(lab_docker info --format '{{.Driver}}')" = overlay2 ]; }

random_id() { od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n'; }

engines_status() {
  echo
  { echo 'WHAT NAME ID' && cat "$dir/engines"; } | awk '{ printf "%-10s %-16s %s\n", $1, $2, $3 }'
  running podman || say "podman's service is down"
}

# A value that stays the same for as long as the lab is there: kept NAME COMMAND…
kept() {
  [ -e "$dir/$1" ] || "${@:2}" >"$dir/$1"
  cat "$dir/$1"
}

# ── Docker: under its usual cgroup, under a parent of one's own, and a container in a container ──

make_docker_pair() {
  local parent=/nstop-lab$number
  [ "$(lab_docker info --format '{{.CgroupDriver}}')" != systemd ] || parent=nstoplab$number.slice
  container lab-docker -- sleep 2147483647
  container lab-parented --cgroup-parent "$parent" -- sleep 2147483647
  made docker lab-docker "$(id_of lab-docker)"
  made parented lab-parented "$(id_of lab-parented)"
}

id_of() { lab_docker inspect -f '{{.Id}}' "$1"; }

# The inner one is where an inner engine puts it: /docker/ID below the cgroup of the outer one.
make_nested() {
  local outer inner pid path
  inner=$(kept nested-id random_id)
  # shellcheck disable=SC2016
  container lab-outer --cap-add SYS_ADMIN --security-opt apparmor=unconfined -- \
    sh -c 'unshare -m -u -i -n -p -f sh -c "hostname inner; exec sleep 2147483647" & wait'
  pid=$(lab_docker inspect -f '{{.State.Pid}}' lab-outer)
  outer=$(awk -F : '/docker/ { print $3; exit }' "/proc/$pid/cgroup")
  await 15 inner_pid "$pid" >/dev/null || die "lab-outer has no process inside"
  make_cgroup "${outer#/}/docker/$inner"
  pid=$(inner_pid "$pid")
  for path in $(cgroups_at "${outer#/}/docker/$inner"); do echo "$pid" >"$path/cgroup.procs"; done
  made outer lab-outer "$(id_of lab-outer)"
  made nested - "$inner"
}

# The grandchild of a container's first process.
inner_pid() {
  local child
  child=$(children_of "$1") && child=$(children_of "$child") && [ "$(</proc/"$child"/comm)" = sleep ] && echo "$child"
}

children_of() { pgrep -P "$1"; }

# ── Podman ──────────────────────────────────────────────────────────────────────────────────────

make_podman() {
  local home=$dir/podman driver=vfs
  ! uses_overlay || driver=overlay
  mkdir -p "$home"
  # Everything that is the user's own by default is named here. Limits as they are, since raising them may be refused.
  cat >"$home/containers.conf" <<-TOML
	[containers]
	default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
	[engine]
	cgroup_manager = "cgroupfs"
	events_logger = "file"
	lock_type = "file"
	runtime = "lab"
	static_dir = "$home/storage/libpod"
	tmp_dir = "$home/tmp"
	volume_path = "$home/volumes"
	conmon_env_vars = ["PATH=$PATH", "$mark"]
	[engine.runtimes]
	lab = ["$home/runtime"]
	[network]
	network_config_dir = "$home/networks"
	TOML
  printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s"\n' $driver "$home/storage" "$home/run" >"$home/storage.conf"
  # crun, the default, refuses hybrid cgroups.
  printf '#!/bin/sh\nexec runc --root "%s" "$@"\n' "$home/runc" >"$home/runtime"
  chmod 755 "$home/runtime"
  lab_podman image exists busybox:lab || lab_podman import --quiet --change 'CMD ["sh"]' "$dir/root.tar" busybox:lab >/dev/null
  if [ "$(lab_podman inspect -f '{{.State.Running}}' lab-podman 2>/dev/null)" != true ]; then
    lab_podman rm -f -t 0 lab-podman >/dev/null 2>&1 || true
    lab_podman run -d --name lab-podman --network none --env "$mark" busybox:lab sleep 2147483647 >/dev/null
    say "made lab-podman"
  fi
  made podman lab-podman "$(lab_podman inspect -f '{{.Id}}' lab-podman)"
  start_podman_service
}

start_podman_service() {
  ! running podman || return 0
  rm -f "$dir/podman.sock"
  start podman env -u CONTAINER_HOST TMPDIR="$dir/podman" CONTAINERS_CONF="$dir/podman/containers.conf" \
    CONTAINERS_STORAGE_CONF="$dir/podman/storage.conf" podman system service --time 0 "unix://$dir/podman.sock"
  await 15 test -S "$dir/podman.sock" || die "podman's service does not start: see $dir/podman.log"
}

# ── a pod: a sandbox, and two containers in its network, as the kubelet has containerd run them ──

make_pod() {
  local sandbox uid container id network
  uid=$(kept pod-uid cat /proc/sys/kernel/random/uuid)
  sandbox=$(kept pod-pause random_id)
  [ -n "$(lab_ctr images ls -q name==docker.io/library/busybox:lab)" ] || lab_docker save busybox:lab | lab_ctr images import - >/dev/null
  lab_ctr images tag --force docker.io/library/busybox:lab registry.k8s.io/pause:lab >/dev/null
  pod_container registry.k8s.io/pause:lab "$sandbox" --annotation io.kubernetes.cri.container-type=sandbox
  made sandbox pause "$sandbox"
  network=/proc/$(task_pid "$sandbox")/ns
  for container in web helper; do
    id=$(kept "pod-$container" random_id)
    pod_container docker.io/library/busybox:lab "$id" \
      --annotation io.kubernetes.cri.container-type=container --annotation "io.kubernetes.cri.container-name=$container" \
      --annotation io.kubernetes.cri.image-name=docker.io/library/busybox:lab --label io.kubernetes.container.name=$container \
      --with-ns "network:$network/net" --with-ns "ipc:$network/ipc" --with-ns "uts:$network/uts"
    log_pod $container "$id"
    made $container $container "$id"
  done
}

# One container of the pod: pod_container IMAGE ID [OPTION…]. Annotations and labels are those of containerd's CRI plugin.
pod_container() {
  local image=$1 id=$2 snapshotter=native
  [ -z "$(task_pid "$id")" ] || return 0
  ! uses_overlay || snapshotter=overlayfs
  { lab_ctr tasks rm -f "$id" && lab_ctr containers rm "$id"; } >/dev/null 2>&1 || true
  lab_ctr run -d --null-io --snapshotter $snapshotter --runc-root "$dir/runc" --cgroup "/kubepods/burstable/pod$uid/$id" --env "$mark" \
    --annotation "io.kubernetes.cri.sandbox-id=$sandbox" --annotation "io.kubernetes.cri.sandbox-name=$pod_name" \
    --annotation "io.kubernetes.cri.sandbox-namespace=$pod_namespace" --annotation "io.kubernetes.cri.sandbox-uid=$uid" \
    --label "io.kubernetes.pod.name=$pod_name" --label "io.kubernetes.pod.namespace=$pod_namespace" --label "io.kubernetes.pod.uid=$uid" \
    "${@:3}" "$image" "$id" sleep 2147483647
}

task_pid() { lab_ctr tasks ls | awk -v id="$1" '$1 == id && $3 == "RUNNING" { print $2 }'; }

# The names that the kubelet gives to logs: log_pod CONTAINER ID
log_pod() {
  local folder=/var/log/pods/${pod_namespace}_${pod_name}_$uid
  mkdir -p "$folder/$1" /var/log/containers
  printf '%s stdout F %s is up\n' "$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)" "$1" >>"$folder/$1/0.log"
  ln -sfn "$folder/$1/0.log" "/var/log/containers/${pod_name}_${pod_namespace}_$1-$2.log"
}

pod_logs() { ls -d /var/log/pods/"${pod_namespace}"_* /var/log/containers/*_"${pod_namespace}"_* 2>/dev/null || true; }

# ── LXC ─────────────────────────────────────────────────────────────────────────────────────────

make_lxc() {
  local home=$dir/lxc/$lxc_name
  made lxc "$lxc_name" -
  ! lxc_runs || return 0
  mkdir -p "$home/rootfs"
  tar -C "$home/rootfs" -xf "$dir/root.tar"
  cat >"$home/config" <<-CONFIG
	lxc.uts.name = $lxc_name
	lxc.rootfs.path = dir:$home/rootfs
	lxc.net.0.type = empty
	lxc.mount.auto = proc:mixed sys:ro
	lxc.apparmor.profile = unconfined
	lxc.init.cmd = /bin/sleep 2147483647
	lxc.environment = $mark
	CONFIG
  env "$mark" lxc-start -P "$dir/lxc" -n "$lxc_name" --logfile "$dir/lxc.log" --logpriority WARN 9<&-
  await 15 lxc_runs || die "the LXC container does not start: see $dir/lxc.log"
  say "made $lxc_name"
}

lxc_runs() { [ "$(lxc-info -P "$dir/lxc" -n "$lxc_name" -sH 2>/dev/null)" = RUNNING ]; }

# ── systemd: an nspawn container, as machined registers it, and a service ────────────────────────

make_nspawn() {
  made nspawn "$nspawn_name" -
  ! running nspawn || return 0
  mkdir -p "$dir/nspawn/$nspawn_name/usr" # without it the directory is not taken for a root
  tar -C "$dir/nspawn/$nspawn_name" -xf "$dir/root.tar"
  start_in_cgroup "$(nspawn_cgroup)" nspawn systemd-nspawn --quiet --register=no --keep-unit --private-network --console=pipe \
    --as-pid2 "--machine=$nspawn_name" "--directory=$dir/nspawn/$nspawn_name" "--setenv=$mark" sleep 2147483647
  await 15 nspawn_runs || die "the nspawn container does not start: see $dir/nspawn.log"
  say "made $nspawn_name"
}

nspawn_cgroup() { printf 'machine.slice/machine-%s.scope\n' "${nspawn_name//-/\\x2d}"; }
nspawn_runs() { running nspawn && pgrep -P "$(<"$dir/nspawn.pid")" >/dev/null; }

make_service() {
  made service "$service" -
  ! running service || return 0
  start_in_cgroup "system.slice/$service" service sleep 2147483647
  say "made $service"
}

# Starts a daemon in a cgroup that systemd would have made: start_in_cgroup PATH NAME COMMAND…
start_in_cgroup() {
  delegate_controllers "${1%%/*}"
  make_cgroup "$1"
  # shellcheck disable=SC2016,SC2046
  start "$2" busybox sh -c '
    while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs"; shift; done
    shift; exec "$@"' sh $(cgroups_at "$1") -- "${@:3}"
}

# ── gone again ──────────────────────────────────────────────────────────────────────────────────

# Ends what its own tool tidies up after. What is left is killed by its mark, as everything of a lab is.
remove_engines() {
  local id
  [ -e "$dir/engines" ] || return 0
  ! lxc_runs || timeout 20 lxc-stop -k -P "$dir/lxc" -n "$lxc_name" || true
  if running containerd; then
    for id in $(timeout 10 ctr -a "$containerd_socket" -n k8s.io containers ls -q); do
      timeout 20 ctr -a "$containerd_socket" -n k8s.io tasks rm -f "$id" >/dev/null 2>&1 || true
      timeout 20 ctr -a "$containerd_socket" -n k8s.io containers rm "$id" >/dev/null 2>&1 || true
    done
  fi
}

# Names of the cgroups of containers of engines other than Docker, and of what holds some of Docker's.
engine_cgroup_names() {
  [ -e "$dir/engines" ] || return 0
  printf '%s\n' "nstop-lab$number" "nstoplab$number.slice" "$service" "lxc.payload.$lxc_name" "lxc.monitor.$lxc_name"
  nspawn_cgroup | sed 's|.*/||; s/\\/?/g' # a backslash is not one in a pattern
  ls "$dir"/podman/storage/*-containers 2>/dev/null | sed -n 's/^[0-9a-f]\{64\}$/libpod-&/p'
  [ ! -e "$dir/pod-uid" ] || printf 'pod%s\n' "$(<"$dir/pod-uid")"
}

engine_cgroups() { engine_cgroup_names | cgroups_named; }

# What engines leave where it has its fixed place: names of the kubelet's logs, locks, and shared cgroups that are empty.
remove_engine_traces() {
  local lock parent
  [ -e "$dir/engines" ] || return 0
  pod_logs | xargs -r rm -rf
  rmdir /var/log/pods /var/log/containers 2>/dev/null || true
  rm -rf "/run/lxc/lock$dir" "/run/systemd/nspawn/propagate/$nspawn_name"
  lock=$(stat -c 'inode-%d:%i' "$dir/nspawn/$nspawn_name" 2>/dev/null) && rm -f "/run/systemd/nspawn/locks/$lock"
  [ -d /run/systemd/system ] || set -- machine.slice system.slice # they are its own where it runs
  for parent in libpod_parent/conmon libpod_parent kubepods/burstable kubepods "$@"; do
    cgroups_at "$parent" | xargs -r rmdir 2>/dev/null || true
  done
}

# Takes all of it away and leaves the lab.
no_engines() {
  [ -e "$dir/engines" ] || return 0
  remove_engines
  lab_docker rm -f lab-docker lab-parented lab-outer >/dev/null 2>&1 || true
  engine_pids | kill_all KILL
  await 15 is_empty engine_pids || true
  unmount_below "$dir/podman"
  engine_cgroups | remove_cgroups
  remove_engine_traces
  rm -rf --one-file-system "$dir"/{engines,root.tar,runc,lxc,lxc.log,nspawn,nspawn.*,service.*,podman,podman.*,nested-id} "$dir"/pod-*
}

# Of the lab's processes those of these engines: the containers', their monitors', and Podman's service.
engine_pids() {
  local name pid
  for name in podman nspawn service; do ! running $name || cat "$dir/$name.pid"; done
  engine_cgroups | pids_in
  marked | while read -r pid; do [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != conmon ] || echo "$pid"; done
}
