import type { SocketRow } from "./detail.ts";
import type { Finding } from "./snapshot.ts";

/** Where Docker's own resolver listens in every container of a network that a user made: the daemon answers there. */
const DOCKER_RESOLVER = "127.0.0.11";

/**
 * Sockets of one network namespace that are open in processes of another: they were handed over, or their process
 * has moved since.
 */
export function socketFindings(
  sockets: readonly SocketRow[],
  netns: number | null,
  groupId: string,
): readonly Finding[] {
  return sockets.flatMap((socket) => {
    const { pid, ownerNetns, inode } = socket;
    if (netns === null || !isOfOtherNetwork(socket)) return [];
    return {
      code: "socket-of-other-network",
      groupId,
      pid,
      sentence: `${socketText(socket)} belongs to net:${netns}, but process ${pid}, which has it open, is in net:${ownerNetns}: it talks in a network that its own addresses, rules and counters say nothing of.`,
      evidence: [
        { path: `/proc/${pid}/fd`, value: `socket:[${inode}]` },
        { path: `/proc/${pid}/ns/net`, value: `net:[${ownerNetns}]` },
      ],
    };
  });
}

/** Whether a socket's process is in another network namespace, where that is not meant. */
export function isOfOtherNetwork({ ownerNetns, localAddress }: SocketRow): boolean {
  return ownerNetns !== null && localAddress !== DOCKER_RESOLVER;
}

function socketText({ protocol, localAddress, localPort, state }: SocketRow): string {
  const local = localPort === null ? localAddress : `${localAddress} port ${localPort}`;
  return [protocol, local, state].filter((part) => part !== "").join(" ");
}
