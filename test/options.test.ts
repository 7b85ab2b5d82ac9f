import { describe, expect, test } from "vitest";
import { type Options, parseOptions } from "../src/options.ts";
import { COMMANDS, commandTable, OPTIONS, optionTables, type UsageRow, usageText } from "../src/usage.ts";
import { UsageError } from "../src/usage-error.ts";

const DEFAULTS: Options = {
  command: "ui",
  target: null,
  delaySeconds: 1,
  group: "container",
  filter: "",
  sort: null,
  reverse: false,
  tree: false,
  format: "text",
  count: null,
  endpoints: null,
  engines: true,
  readOnly: false,
  ascii: false,
  color: true,
  type: null,
  events: false,
  wants: false,
  survey: false,
  probe: false,
  deep: false,
  relations: false,
  descriptors: false,
  atOnce: false,
  skip: [],
  signal: null,
  namespaces: ["net"],
  argv: null,
  yes: false,
};

/** Splits at blanks: no argument here has one. */
const words = (line: string) => line.split(" ").filter((word) => word !== "");

describe("a command line", () => {
  test.each<[string, Partial<Options>]>([
    ["", {}],
    ["web", { target: "web" }],
    ["net:4026531840", { target: "net:4026531840" }],
    ["-- list", { target: "list" }],
    ["-- doctor", { target: "doctor" }],
    ["-- -h", { target: "-h" }],
    [
      "web -d 2.5 -g pod -f api -s cpu -r -t -C",
      {
        target: "web",
        delaySeconds: 2.5,
        group: "pod",
        filter: "api",
        sort: "cpu",
        reverse: true,
        tree: true,
        color: false,
      },
    ],
    ["-rtC", { reverse: true, tree: true, color: false }],
    ["-d5", { delaySeconds: 5 }],
    ["--delay=.5", { delaySeconds: 0.5 }],
    ["-d 0.1", { delaySeconds: 0.1 }],
    ["-d 60", { delaySeconds: 60 }],
    ["-d 3 -d 4", { delaySeconds: 4 }],
    ["-f -x", { filter: "-x" }],
    ["-f !api", { filter: "!api" }],
    ["--filter=", { filter: "" }],
    ["--read-only --ascii", { readOnly: true, ascii: true }],
    ["--no-engine", { engines: false }],
    ["--engine unix:///a --engine unix:///b", { endpoints: ["unix:///a", "unix:///b"] }],
    ["list", { command: "list" }],
    ["list --json", { command: "list", format: "json" }],
    ["--csv list", { command: "list", format: "csv" }],
    ["list -s memory -g net", { command: "list", sort: "memory", group: "net" }],
    ["show web --json", { command: "show", target: "web", format: "json" }],
    ["show -- --odd", { command: "show", target: "--odd" }],
    ["show list", { command: "show", target: "list" }],
    ["ui", { target: "ui" }],
    ["stream --events", { command: "stream", events: true }],
    ["stream --count 3 -d 2", { command: "stream", count: 3, delaySeconds: 2 }],
    [
      "stream --wants --at-once --skip /a --skip /b",
      { command: "stream", wants: true, atOnce: true, skip: ["/a", "/b"] },
    ],
    ["namespaces", { command: "namespaces" }],
    ["doctor --json --ascii", { command: "doctor", format: "json", ascii: true }],
    ["completion zsh", { command: "completion", target: "zsh" }],
    ["stream --probe", { command: "stream", probe: true }],
    [
      "namespaces web --type net --tree --json",
      { command: "namespaces", target: "web", type: "net", tree: true, format: "json" },
    ],
    ["stream --survey --relations", { command: "stream", survey: true, relations: true }],
    [
      "stream --survey --relations --descriptors",
      { command: "stream", survey: true, relations: true, descriptors: true },
    ],
    ["signal web TERM", { command: "signal", target: "web", signal: "SIGTERM" }],
    ["signal -y -- web sigkill", { command: "signal", target: "web", signal: "SIGKILL", yes: true }],
    ["signal 812 9 --yes", { command: "signal", target: "812", signal: "SIGKILL", yes: true }],
    ["freeze web", { command: "freeze", target: "web" }],
    ["thaw web --no-engine", { command: "thaw", target: "web", engines: false }],
    ["enter web", { command: "enter", target: "web", namespaces: ["net"] }],
    ["enter web --all -y", { command: "enter", target: "web", namespaces: "all", yes: true }],
    ["enter web --uts --pid", { command: "enter", target: "web", namespaces: ["pid", "uts"] }],
    [
      "enter web --net -- ip -j addr --all",
      { command: "enter", target: "web", argv: ["ip", "-j", "addr", "--all"] },
    ],
    ["-- signal", { target: "signal" }],
    ["-- enter", { target: "enter" }],
    ["list -h", { command: "help" }],
    ["-V", { command: "version" }],
    ["show --help", { command: "help" }],
  ])("%j is understood", (line, meaning) => {
    expect(parseOptions(words(line))).toEqual({ ...DEFAULTS, ...meaning });
  });

  test.each([
    ["--frobnicate", /unknown option --frobnicate; nstop --help/],
    ["--delai 2", /unknown option --delai; did you mean --delay\?/],
    ["-x", /unknown option -x/],
    ["-d", /--delay SECONDS/],
    ["-d 0.05", /"0\.05".*0\.1 to 60/],
    ["-d 61", /"61".*0\.1 to 60/],
    ["-d -1", /"-1".*0\.1 to 60/],
    ["-d 1e1", /"1e1"/],
    ["-d one", /"one"/],
    ["--delay=", /""/],
    ["-d NaN", /"NaN"/],
    ["-g planet", /"planet".*container, engine, project, pod, cgroup, service, mnt/],
    ["-s colour", /"colour".*name.*cpu.*memory/],
    ["-s toString", /"toString"/],
    ["--engine tcp://192.0.2.1:2375", /"tcp:\/\/192\.0\.2\.1:2375".*unix:\/\/\/PATH/],
    ["--engine /run/docker.sock", /unix:\/\/\/PATH/],
    ["--engine unix:///a --no-engine", /--engine and --no-engine/],
    ["list --json --csv", /--json and --csv/],
    ["list --json=yes", /--json takes no value/],
    ["list web", /"nstop list" takes no TARGET; "nstop show web"/],
    ["stream web", /"nstop stream" takes no TARGET/],
    ["show", /nstop show TARGET/],
    ["show a b", /one TARGET/],
    ["a b", /one TARGET/],
    [
      "--json",
      /--json does not go with nstop \[TARGET\], only with nstop list and nstop show TARGET and nstop namespaces/,
    ],
    ["show web --csv", /--csv does not go with nstop show TARGET, only with nstop list/],
    ["show web -s cpu", /--sort does not go with nstop show/],
    ["list --count 2", /only with nstop stream/],
    ["list --events", /--events does not go with nstop list, only with nstop stream/],
    ["stream --count 0", /"0".*from 1/],
    ["stream --count 1.5", /"1\.5"/],
    ["stream -f x", /--filter does not go with nstop stream/],
    ["namespaces a b", /one TARGET at most: nstop namespaces \[TARGET\]/],
    ["namespaces --type planet", /--type "planet" is none of mnt, uts/],
    ["namespaces -d 2", /--delay does not go with nstop namespaces/],
    ["list --type net", /--type does not go with nstop list, only with nstop namespaces/],
    ["record x", /"nstop record" is not in this version/],
    ["replay x", /"nstop replay" is not in this version/],
    ["doctor web", /"nstop doctor" takes no TARGET/],
    ["doctor --csv", /--csv does not go with nstop doctor, only with nstop list/],
    ["completion", /which shell is missing: nstop completion bash/],
    ["completion tcsh", /"tcsh" is no shell that nstop knows/],
    ["completion bash zsh", /one TARGET at most/],
    ["signal", /what to signal is missing: nstop signal TARGET SIGNAL/],
    ["signal web", /which SIGNAL is missing/],
    ["signal web TREM", /"TREM" is no signal; did you mean TERM\?/],
    ["signal web 999", /"999" is no signal/],
    ["signal web TERM KILL", /one TARGET and one SIGNAL/],
    ["freeze", /what to freeze is missing: nstop freeze TARGET/],
    ["thaw a b", /one TARGET at most/],
    ["enter", /what to enter is missing/],
    ["enter -- sh", /what to enter is missing/],
    ["enter web sh", /a COMMAND comes after --/],
    ["enter web --all --net", /--all and --net exclude each other/],
    ["enter web --mnt", /unknown option --mnt/],
    ["freeze web --all", /--all does not go with nstop freeze TARGET, only with nstop enter/],
    ["list --yes", /--yes does not go with nstop list/],
    ["signal web TERM --read-only", /--read-only refuses "nstop signal"/],
    ["--read-only enter web -y", /--read-only refuses "nstop enter"/],
    ["list --read-only", /--read-only does not go with nstop list/],
  ])("%j is refused with what is wrong and what to do", (line, message) => {
    const parse = () => parseOptions(words(line));
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
  });

  test.each([
    ["1", false],
    ["", true],
    [undefined, true],
  ])("with NO_COLOR=%j has colour: %j", (value, color) => {
    expect(parseOptions([], { NO_COLOR: value })).toEqual({ ...DEFAULTS, color });
  });

  test("takes no engine from the environment", () => {
    expect(parseOptions([], { DOCKER_HOST: "unix:///elsewhere" })).toEqual(DEFAULTS);
  });
});

describe("the help text", () => {
  test("has every command and every option that is for people", () => {
    const text = usageText();
    const missing = Object.entries(OPTIONS).filter(
      ([name, option]) => !("hidden" in option) && !text.includes(`--${name}`),
    );
    expect(missing).toEqual([]);
    expect(Object.values(COMMANDS).filter(({ syntax }) => !text.includes(syntax))).toEqual([]);
    expect(text).not.toContain("--at-once");
  });

  test("fits a terminal of 100 columns", () => {
    expect(
      usageText()
        .split("\n")
        .filter((line) => line.length > 100),
    ).toEqual([]);
  });

  test("is made of the tables that README shows", () => {
    const lines = usageText().split("\n");
    const rows = [...commandTable(), ...optionTables().flatMap((table) => table.rows)];
    const shown = ({ syntax, does }: UsageRow) =>
      lines.some((line) => line.startsWith(`  ${syntax} `) && line.endsWith(` ${does}`));
    expect(rows.filter((row) => !shown(row))).toEqual([]);
  });
});
