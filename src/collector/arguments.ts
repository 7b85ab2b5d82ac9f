import { decodeText } from "../host/text.ts";

/**
 * Divides what a process was started with: `/proc/[pid]/cmdline` or `environ`. Each entry ends with a NUL; the last
 * may be cut off.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_cmdline.5.html
 */
export function parseArguments(bytes: Uint8Array): readonly string[] {
  if (bytes.length === 0) return [];
  return decodeText(bytes).replace(/\0$/, "").split("\0");
}
