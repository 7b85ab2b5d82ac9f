import { SIGNALS } from "./actions/signal-name.ts";
import { NAMESPACE_TYPES } from "./procfs/namespace-link.ts";
import { GROUP_BY } from "./report/group-by.ts";
import { SORT_COLUMNS } from "./report/select-groups.ts";
import {
  COMMANDS,
  type CommandName,
  OPTIONS,
  type OptionEntry,
  type OptionName,
  SHELLS,
  type Shell,
} from "./usage.ts";

/** What an option's value can be, where that is known beforehand. */
const VALUES: Readonly<Partial<Record<OptionName, readonly string[]>>> = {
  group: GROUP_BY,
  sort: Object.keys(SORT_COLUMNS),
  type: NAMESPACE_TYPES,
};

/** As a person types them, without the SIG that all of them begin with. */
const SIGNAL_NAMES = SIGNALS.map(({ name }) => name.replace(/^SIG/, ""));

const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** Those that a person types: the live view has no word. */
const WORDS = COMMAND_NAMES.filter((name) => name !== "ui");

interface CompletedOption extends OptionEntry {
  readonly name: string;
  readonly values: readonly string[];
}

/** Every option that is for people. */
const COMPLETED: readonly CompletedOption[] = Object.entries<OptionEntry>(OPTIONS)
  .filter(([, { hidden }]) => hidden !== true)
  .map(([name, entry]) => ({ name, ...entry, values: VALUES[name as OptionName] ?? [] }));

const WITH_VALUE = COMPLETED.filter(({ value }) => value !== undefined);

/** The script that teaches a shell the commands and options of this version. Ends with a line feed. */
export function completionScript(shell: Shell): string {
  return `${SCRIPTS[shell]().join("\n")}\n`;
}

const SCRIPTS: Readonly<Record<Shell, () => readonly string[]>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

function optionsOf(command: CommandName): readonly CompletedOption[] {
  return COMPLETED.filter(({ commands }) => commands.includes(command));
}

/** Words that can come after a command: what the live view takes are the other commands. A TARGET is not known here. */
function wordsAfter(command: CommandName): readonly string[] {
  if (command === "ui") return WORDS;
  if (command === "signal") return SIGNAL_NAMES;
  return command === "completion" ? SHELLS : [];
}

/** `-g` and `--group`. */
function spellings({ name, short }: CompletedOption): readonly string[] {
  return [...(short === undefined ? [] : [`-${short}`]), `--${name}`];
}

/** @see https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
function bashScript(): readonly string[] {
  const withValue = WITH_VALUE.flatMap(spellings).join("|");
  const free = WITH_VALUE.filter(({ values }) => values.length === 0).flatMap(spellings);
  return [
    '# Completions of nstop for bash. In ~/.bashrc: eval "$(nstop completion bash)"',
    "_nstop() {",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash that takes it.
    "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=ui last= word words=",
    "  # Bash makes a word of the = in --group=pod.",
    "  if [[ $cur == = ]]; then cur=",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash that takes it.
    "  elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash that takes it.
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    "    [[ $word == = ]] && continue",
    `    case $last in ${withValue}) last=; continue ;; esac`,
    "    case $word in",
    `      ${WORDS.join("|")}) command=$word; break ;;`,
    "      -*) last=$word ;;",
    "      *) break ;;",
    "    esac",
    "  done",
    "  case $prev in",
    ...WITH_VALUE.filter(({ values }) => values.length > 0).map(
      (option) => `    ${spellings(option).join("|")}) words="${option.values.join(" ")}" ;;`,
    ),
    `    ${free.join("|")}) return ;;`,
    "    *) case $command in",
    ...COMMAND_NAMES.map((command) => {
      const options = optionsOf(command).map(({ name }) => `--${name}`);
      return `      ${command}) words="${[...wordsAfter(command), ...options].join(" ")}" ;;`;
    }),
    "    esac ;;",
    "  esac",
    '  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")',
    "}",
    "complete -F _nstop nstop",
  ];
}

/** @see https://zsh.sourceforge.io/Doc/Release/Completion-System.html */
function zshScript(): readonly string[] {
  return [
    "#compdef nstop",
    "# Completions of nstop for zsh. In ~/.zshrc, after compinit: source <(nstop completion zsh)",
    "_nstop() {",
    "  local command=ui word",
    "  local -a commands=(",
    ...WORDS.map((word) => `    ${quoted(`${word}:${COMMANDS[word].does}`)}`),
    "  )",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is zsh that takes it.
    "  for word in ${words[2,CURRENT-1]}; do",
    `    case $word in (${WORDS.join("|")}) command=$word; break ;; esac`,
    "  done",
    "  case $command in",
    ...COMMAND_NAMES.flatMap((command) => [
      `    (${command}) _arguments -s \\`,
      ...optionsOf(command).map((option) => `      ${zshOption(option)} \\`),
      `      ${zshWords(command)} ;;`,
    ]),
    "  esac",
    "}",
    'if [[ $funcstack[1] == _nstop ]]; then _nstop "$@"; else compdef _nstop nstop; fi',
  ];
}

function zshWords(command: CommandName): string {
  if (command === "ui") return quoted("1: :{ _describe -t commands command commands }");
  if (command === "signal") return `${quoted("2: :")} ${quoted(`3:signal:(${SIGNAL_NAMES.join(" ")})`)}`;
  return command === "completion" ? quoted(`2:shell:(${SHELLS.join(" ")})`) : quoted("*: :");
}

/** One that may be given once takes its other spelling away. */
function zshOption(option: CompletedOption): string {
  const { value, values, repeatable, help } = option;
  const forms = spellings(option);
  const explained = `[${help.replace(/[[\]:\\]/g, "\\$&")}]`;
  const argument =
    value === undefined ? "" : `:${value}:${values.length === 0 ? "" : `(${values.join(" ")})`}`;
  const before = repeatable === true ? "*" : `(${forms.join(" ")})`;
  const withEquals = forms.map((form) => (value !== undefined && form.startsWith("--") ? `${form}=` : form));
  return withEquals.map((form) => quoted(`${before}${form}${explained}${argument}`)).join(" ");
}

/** @see https://fishshell.com/docs/current/completions.html */
function fishScript(): readonly string[] {
  return [
    "# Completions of nstop for fish: nstop completion fish >~/.config/fish/completions/nstop.fish",
    "function __nstop_command",
    "  set -l found ui",
    "  for word in (commandline -opc)[2..]",
    `    if contains -- $word ${WORDS.join(" ")}`,
    "      set found $word",
    "      break",
    "    end",
    "  end",
    "  contains -- $found $argv",
    "end",
    "complete -c nstop -f",
    ...WORDS.map((word) => {
      return `complete -c nstop -n '__nstop_command ui' -a ${word} -d ${quotedForFish(COMMANDS[word].does)}`;
    }),
    `complete -c nstop -n '__nstop_command completion' -a '${SHELLS.join(" ")}'`,
    `complete -c nstop -n '__nstop_command signal' -a '${SIGNAL_NAMES.join(" ")}'`,
    ...COMPLETED.map(fishOption),
  ];
}

function fishOption({ name, short, value, values, commands, help }: CompletedOption): string {
  return [
    `complete -c nstop -n '__nstop_command ${commands.join(" ")}'`,
    ...(short === undefined ? [] : [`-s ${short}`]),
    `-l ${name}`,
    ...(value === undefined ? [] : ["-x"]),
    ...(values.length === 0 ? [] : [`-a '${values.join(" ")}'`]),
    `-d ${quotedForFish(help)}`,
  ].join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function quotedForFish(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
