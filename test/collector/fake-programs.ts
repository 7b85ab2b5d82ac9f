import type { HostPrograms } from "../../src/host/host-programs.ts";
import { ProgramFailure } from "../../src/host/run-program.ts";

/** Programs that answer what a test says they do, by their command line without directories. */
export class FakePrograms implements HostPrograms {
  /** Command lines that were run, in order. */
  readonly ran: string[] = [];
  readonly #answers: Record<string, string>;

  constructor(answers: Readonly<Record<string, string>>) {
    this.#answers = { ...answers };
  }

  answer(command: string, answer: string): void {
    this.#answers[command] = answer;
  }

  readonly find = (name: string): string => `/usr/bin/${name}`;

  readonly run = async (program: string, args: readonly string[]): Promise<string> => {
    const command = [program, ...args].join(" ").replaceAll("/usr/bin/", "");
    this.ran.push(command);
    const answer = this.#answers[command];
    if (answer === undefined) throw new ProgramFailure("failed", `no answer to ${command}`);
    return answer;
  };
}
