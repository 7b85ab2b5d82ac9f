import { accessSync, constants, statSync } from "node:fs";
import { findProgram } from "../host/find-program.ts";
import { errorCode } from "../host/read-failure.ts";
import type { CustomCommand } from "./custom-command.ts";
import { commandValues, fillArguments, placeholdersIn } from "./custom-command-values.ts";
import { type Subject, subjectText } from "./subject.ts";

/**
 * Why a command cannot be run on a subject, as far as that is known without looking: it is for something else, a program
 * is not installed, a value is not known. `null` when it can be tried. Fit to be shown.
 */
export function customCommandRefusal(command: CustomCommand, subject: Subject): string | null {
  const { name, on, argv, needs = [] } = command;
  if (!on.some((sort) => isOfSort(subject, sort))) return `${name} is for ${on.join(" or ")} rows`;
  const missing = [argv[0] ?? "", ...needs].find((program) => commandProgram(program) === null);
  if (missing !== undefined) return `${missing} is not installed, or not in a directory of the system`;
  if (usesNetworkNamespace(command) && sharesNetwork(subject)) {
    return `${subjectText(subject)} has no network namespace of its own: run ${needs[0] ?? name} as on this host`;
  }
  const filled = fillArguments(argv, commandValues(subject, "/"), subject);
  return "refusal" in filled ? `${name}: ${filled.refusal}` : null;
}

/**
 * The file of a program that a command names: by its absolute path, or as one of the system's own.
 *
 * @returns `null` when it is not there or cannot be run.
 */
export function commandProgram(name: string): string | null {
  if (!name.startsWith("/")) return name.includes("/") ? null : findProgram(name);
  try {
    accessSync(name, constants.X_OK);
    return statSync(name).isFile() ? name : null;
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}

/** Whether a command is told its subject's network namespace. */
export function usesNetworkNamespace({ argv }: CustomCommand): boolean {
  return argv.some((argument) => placeholdersIn(argument).includes("netns"));
}

function isOfSort(subject: Subject, sort: CustomCommand["on"][number]): boolean {
  if (sort === "process") return subject.kind === "process";
  return subject.kind === "group" && (sort === "group" || subject.group.kind === "container");
}

function sharesNetwork(subject: Subject): boolean {
  return subject.kind === "group" && subject.group.namespaces.net.sharedWithHost === true;
}
