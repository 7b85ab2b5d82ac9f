/** A command that is run on a subject: nstop's own, such as strace, or one of a person's configuration file. */
export interface CustomCommand {
  /** As the menu and the configuration file call it. */
  readonly name: string;
  /** One sentence for the menu. */
  readonly help: string;
  /** What it can be run on: a process, any group, only a container. */
  readonly on: readonly ("process" | "group" | "container")[];
  /** Program and arguments, with `{pid}`, `{name}` and so on in them; never through a shell. */
  readonly argv: readonly string[];
  /** Programs that have to be installed beside the first. */
  readonly needs?: readonly string[];
}
