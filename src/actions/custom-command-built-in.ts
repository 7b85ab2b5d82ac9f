import type { CustomCommand } from "./custom-command.ts";

/** The commands that nstop brings along. */
export const BUILT_IN_COMMANDS: readonly CustomCommand[] = [
  {
    name: "strace",
    help: "Watch the system calls of the process and of those that it starts, with this host's strace",
    on: ["process"],
    argv: ["strace", "-f", "-p", "{pid}"],
  },
  {
    name: "tcpdump",
    help: "Watch the packets of its network, with this host's tcpdump",
    on: ["group", "container"],
    argv: ["nsenter", "--net={netns}", "--", "tcpdump", "-n", "-i", "any"],
    needs: ["tcpdump"],
  },
];
