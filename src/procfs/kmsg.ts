import { lines } from "./lines.ts";

/** A line of the kernel's log that tells whom the out-of-memory killer has killed. */
export interface OomKillRecord {
  /** Seconds after boot. */
  readonly uptimeSeconds: number;
  readonly pid: number;
  readonly comm: string;
  /** Cgroup that the process was in. */
  readonly taskCgroup: string;
  /** Cgroup whose limit there was no memory left under; `/` when the host had none left. */
  readonly limitCgroup: string;
}

/** `priority,sequence,microseconds,flags…;message`; what follows on lines that begin with a blank is about the device. */
const RECORD = /^\d+,\d+,(\d{1,18}),[^;]*;(.*)$/s;

/** The name may hold anything, what comes after it may not. Kernels before 4.20 write no such line. */
const KILL =
  /^oom-kill:constraint=\w+,.*?(?:,oom_memcg=(\/.*?)|,global_oom),task_memcg=(\/.*?),task=(.*),pid=(\d{1,9}),uid=\d+$/s;

/**
 * Finds the kills in records of `/dev/kmsg`. The log holds anything that anybody with the right to write to it has written there, so
 * what is no kill is passed over, and never an error.
 *
 * @see https://docs.kernel.org/admin-guide/abi-testing.html (dev-kmsg)
 */
export function parseOomKills(text: string): readonly OomKillRecord[] {
  if (!text.includes("oom-kill:")) return [];
  return lines(text).flatMap((line): OomKillRecord[] => {
    const [, microseconds, message = ""] = RECORD.exec(line) ?? [];
    const [, limitCgroup, taskCgroup, comm, pid] = KILL.exec(message) ?? [];
    if (taskCgroup === undefined || comm === undefined) return [];
    return [
      {
        uptimeSeconds: Number(microseconds) / 1e6,
        pid: Number(pid),
        comm: unescaped(comm),
        taskCgroup: unescaped(taskCgroup),
        limitCgroup: limitCgroup === undefined ? "/" : unescaped(limitCgroup),
      },
    ];
  });
}

/** The kernel writes each byte that is not printable ASCII, and the backslash, as `\xNN`. */
function unescaped(text: string): string {
  if (!text.includes("\\x")) return text;
  const bytes = [...text.matchAll(/\\x([0-9a-f]{2})|([\s\S])/g)].map(([, hex, character = ""]) =>
    hex === undefined ? character.charCodeAt(0) : Number.parseInt(hex, 16),
  );
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
