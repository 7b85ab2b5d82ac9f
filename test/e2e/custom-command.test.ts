import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CustomCommand } from "../../src/actions/custom-command.ts";
import { BUILT_IN_COMMANDS } from "../../src/actions/custom-command-built-in.ts";
import type { TerminalOrder } from "../../src/actions/order.ts";
import { shellQuote } from "../../src/actions/shell-quote.ts";
import type { Subject } from "../../src/actions/subject.ts";
import { findProgram } from "../../src/host/find-program.ts";
import { processRow, replace, rowOf, sleeper } from "../live/act.ts";
import { describeLive, docker, Inhabitants, type Inspected, namespaceInodes } from "../live/lab.ts";
import { PROMPT, Terminal } from "./terminal.ts";

const SCRIPT = fileURLToPath(new URL("run-order.ts", import.meta.url));
const DENO = fileURLToPath(new URL("../../node_modules/.bin/deno", import.meta.url));

const RUNTIMES = [
  { runtime: "Node", start: [process.execPath, SCRIPT] },
  { runtime: "Deno", start: [DENO, "run", "-A", SCRIPT] },
] as const;

const own = (...argv: readonly string[]): CustomCommand => ({
  name: "own",
  help: "One's own",
  on: ["process", "group"],
  argv,
});

function builtIn(name: string): CustomCommand {
  const command = BUILT_IN_COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
}

describeLive("a person runs commands on rows", () => {
  const inhabitants = new Inhabitants("custom");
  let web: Inspected;

  beforeAll(() => {
    web = inhabitants.container("web", ["--hostname", "web-inside"]);
  });
  afterAll(() => inhabitants.removeAll());

  describe.each(RUNTIMES)("on $runtime", ({ start }) => {
    let terminal: Terminal;
    beforeEach(async () => {
      terminal = new Terminal(160, 45);
      await terminal.see(PROMPT);
      // Orders are long: only what comes of them is to be seen.
      terminal.type("stty -echo\r");
      await terminal.see(/stty -echo\n.*shell> /);
    });
    afterEach(() => terminal.close());

    const run = (command: CustomCommand, subject: Subject) => {
      const order: TerminalOrder = { action: "run", subject, command };
      terminal.type(`${shellQuote([...start, JSON.stringify(order)])}\r`);
    };

    test("reads what it printed before it goes back", async () => {
      run(own("sh", "-c", 'echo "pid $0 of $1"; exit 3', "{pid}", "{name}"), rowOf(web.Id));
      await terminal.see("it ended with exit code 3; press Enter to go back.");
      expect(terminal.text).toContain(`pid ${web.State.Pid} of ${web.Name.slice(1)}`);
      expect(terminal.text).not.toContain("done=");
      terminal.type("\r");
      await terminal.see(/done=true code=3 own on .* ended with exit code 3$/m);
    });

    test("has the network namespace itself, for as long as it runs", async () => {
      run(own("nsenter", "--net={netns}", "readlink", "/proc/self/ns/net"), rowOf(web.Id));
      await terminal.see("press Enter");
      expect(terminal.text).toContain(`net:[${namespaceInodes(web.State.Pid)["net"]}]`);
      terminal.type("\r");
      await terminal.see("done=true code=0");
    });

    test("ends it by Ctrl-C, and still reads what it printed", async () => {
      run(own("sh", "-c", "echo begun; exec sleep 2147483647"), rowOf(web.Id));
      await terminal.see("begun");
      terminal.type("\x03");
      await terminal.see("it ended with exit code 130; press Enter");
      terminal.type("\r");
      await terminal.see("done=true code=130");
    });

    test("runs it through no shell", async () => {
      run(own("printf", "<%s>\\n", "$(id)", "; id", "{pid}'"), rowOf(web.Id));
      await terminal.see("press Enter");
      expect(terminal.text).toContain(`<$(id)>\n<; id>\n<${web.State.Pid}'>\n`);
    });

    test("is refused where the pid is another process by now", async () => {
      const pid = sleeper();
      const subject = processRow(pid);
      await replace(pid);
      run(own("echo", "done to {pid}"), subject);
      await terminal.see(new RegExp(`done=false code=null .*pid ${pid} is another process by now$`, "m"));
      expect(terminal.text).not.toContain(`done to ${pid}`);
      process.kill(pid, "SIGKILL");
    });

    test("watches system calls, or is told what is missing", async () => {
      run(builtIn("strace"), processRow(web.State.Pid));
      if (findProgram("strace") === null) return terminal.see(/done=false .*strace is not installed/);
      await terminal.see(/attached/);
      terminal.type("\x03");
      await terminal.see(/detached[\s\S]*press Enter/);
    });

    test("watches the packets of the container, or is told what is missing", async () => {
      run(builtIn("tcpdump"), rowOf(web.Id));
      if (findProgram("tcpdump") === null) return terminal.see(/done=false .*tcpdump is not installed/);
      await terminal.see("listening on any");
      docker("exec", web.Id, "ping", "-c", "1", "127.0.0.1");
      await terminal.see(/127\.0\.0\.1 > 127\.0\.0\.1: ICMP echo request/);
      terminal.type("\x03");
      await terminal.see("press Enter");
    });
  });
});
