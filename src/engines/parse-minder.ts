/** A process on the host that an engine leaves behind to mind one container: the parent of its first process. */
export type Minder =
  /** Of Podman and CRI-O. */
  | {
      readonly kind: "conmon";
      readonly name: string | null;
      /** Directory of the container's `config.json`; `null` where it does not say. */
      readonly bundle: string | null;
    }
  /** Of containerd: its working directory is a bundle beside the container's. */
  | { readonly kind: "shim"; readonly namespace: string | null };

/**
 * Recognises what minds a container by its arguments.
 *
 * @param text - As in `/proc/[pid]/cmdline`: may be cut off.
 * @returns `null` for any other process, and for one that minds another container.
 */
export function parseMinder(text: string, containerId: string): Minder | null {
  const args = text.split("\0");
  const program = args[0]?.split("/").at(-1) ?? "";
  const after = (flag: string) => {
    const at = args.indexOf(flag);
    return at === -1 ? null : (args[at + 1] ?? null);
  };
  if (program === "conmon" && after("-c") === containerId) {
    return { kind: "conmon", name: after("-n") || null, bundle: absolute(after("-b")) };
  }
  if (program.startsWith("containerd-shim")) return { kind: "shim", namespace: after("-namespace") };
  return null;
}

function absolute(path: string | null): string | null {
  return path?.startsWith("/") === true ? path : null;
}
