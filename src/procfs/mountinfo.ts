import { lines } from "./lines.ts";
import { malformed } from "./malformed.ts";
import { wholeNumber } from "./number.ts";

const FILE = "/proc/[pid]/mountinfo";

/** One line of `/proc/[pid]/mountinfo`: one mount of a mount namespace. */
export interface MountInfo {
  readonly mountId: number;
  /** Mount that it is mounted on; itself, or one that is not listed, for the topmost. */
  readonly parentId: number;
  /** `major:minor` of the file system. */
  readonly device: string;
  /** Which directory of the file system is mounted; `type:[inode]` for a namespace. */
  readonly root: string;
  /** From the process's root directory; ends in `//deleted` when its directory was removed. */
  readonly mountPoint: string;
  /** Options of this mount, such as `ro`, `nosuid`. */
  readonly options: readonly string[];
  /** `private`, `shared:N`, `master:N`, `propagate_from:N`, `unbindable`, joined by commas. */
  readonly propagation: string;
  /** Such as `ext4`, `fuse.sshfs`. */
  readonly fsType: string;
  /** What the file system names as its source; may be empty. */
  readonly source: string;
  /** Options of the file system as a whole. */
  readonly superOptions: readonly string[];
}

/**
 * Parses `/proc/[pid]/mountinfo`. Spaces, tabs, newlines, backslashes and `#` that the kernel wrote as octal
 * escapes come back as they were.
 *
 * @throws {SyntaxError} If a line is not a whole mountinfo line.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html
 */
export function parseMountinfo(text: string): readonly MountInfo[] {
  return lines(text).map(mountInfo);
}

function mountInfo(line: string): MountInfo {
  // A single space divides fields: a source may be empty.
  const fields = line.split(" ");
  const separator = fields.indexOf("-", 6);
  const [mountId, parentId, device = "", root = "", mountPoint = "", options = ""] = fields;
  const [fsType = "", source = "", ...superOptions] = fields.slice(separator + 1);
  if (separator < 0 || superOptions.length === 0 || !/^\d+:\d+$/.test(device)) throw malformed(FILE, line);
  return {
    mountId: wholeNumber(mountId, FILE),
    parentId: wholeNumber(parentId, FILE),
    device,
    root: unescaped(root),
    mountPoint: unescaped(mountPoint),
    options: list(options),
    propagation: fields.slice(6, separator).join(",") || "private",
    fsType: unescaped(fsType),
    source: unescaped(source),
    superOptions: list(superOptions.join(" ")),
  };
}

/** Divides at commas first: one that belongs to a value is written as an escape. */
function list(text: string): readonly string[] {
  return text.split(",").map(unescaped);
}

function unescaped(text: string): string {
  return text.replace(/\\([01][0-7]{2})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
