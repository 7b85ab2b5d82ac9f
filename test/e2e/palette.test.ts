import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { describeLive, Inhabitants, type Inspected } from "../live/lab.ts";
import { ActingPerson } from "./acting.ts";
import { RUNTIMES } from "./runtimes.ts";
import type { Terminal } from "./terminal.ts";

describeLive.each(RUNTIMES)("the palette, on $runtime,", ({ program, runtime }) => {
  const inhabitants = new Inhabitants(`pal${runtime.charAt(0)}`);
  let web: Inspected;
  let person: ActingPerson;
  let terminal: Terminal;

  const name = ({ Name }: Inspected) => Name.slice(1);

  beforeAll(() => {
    web = inhabitants.container("web");
  });
  afterAll(() => inhabitants.removeAll());
  beforeEach(async () => {
    person = new ActingPerson();
    terminal = person.terminal;
    await person.start(program, `--filter ${name(web)}`);
    await person.seeRow(name(web), / up /);
  });
  afterEach(() => person.close());

  /** Types a part of a name, and takes what is found first. */
  async function find(typed: string, first: RegExp): Promise<void> {
    terminal.type(":");
    await terminal.see(/^── Palette/m);
    terminal.type(typed);
    await terminal.see(() => first.test(person.panel[2] ?? ""), `${first} first`);
    terminal.type("\r");
    await terminal.seeNoMore(/^── Palette/m);
  }

  test("finds columns, views and actions, with the key that each has", async () => {
    await find("show image", /Show column IMAGE/);
    await terminal.see(/NAME.*IMAGE/);
    await terminal.see(/busybox:lab/);
    await find("network map", /Network map +n /);
    await terminal.see("[3 Network map]");
    await find("overview", /Overview/);
    await person.seeRow(name(web), /./);
    await find("freez", /Freeze +z /);
    await person.seeQuestion("Freeze this container?");
    terminal.type("n");
    await terminal.seeNoMore("Freeze this");
    await terminal.quit();
  });

  test("goes to the tabs of a page, presses keys, and closes with Esc", async () => {
    terminal.type("\r");
    await terminal.see("[1 Processes]");
    await find("mounts", /Mounts +3 /);
    await terminal.see("[3 Mounts]");
    await find("hel", /Help +\? /);
    await terminal.see("What it does");
    terminal.type(":");
    await terminal.see(/^── Palette/m);
    terminal.type("no such thing");
    await terminal.see("nothing has such a name");
    terminal.type("\x1b");
    await terminal.seeNoMore(/^── Palette/m);
    await terminal.see("[3 Mounts]");
    expect(terminal.alternateScreen).toBe(true);
    await terminal.quit();
  });
});
