import type { Doors } from "./enter-doors.ts";
import { type Subject, subjectText } from "./subject.ts";

/** What a prompt says of where one is, such as `net of web` or `in web`. */
export function promptPlace(subject: Subject, doors: Doors): string {
  const name = subject.kind === "process" ? subject.name : subject.group.name;
  return doors.files === null ? `${entered(doors).join("+")} of ${name}` : `in ${name}`;
}

/** The line above a shell: where one is, what there is whose, and how one comes back. */
export function placeLine(subject: Subject, doors: Doors): string {
  const types = namespacesText(entered(doors));
  const own = doors.namespaces.filter((door) => door.own).map(({ type }) => type);
  const shared = own.length === 0 ? "" : ` Shared with this host: ${own.join(", ")}.`;
  const back = 'Ctrl-D or "exit" goes back.';
  const what = `${subjectText(subject)}, by pid ${doors.pid}`;
  if (doors.files === null) {
    return `In the ${types} of ${what}. Files, tools and all else are this host's.${shared} ${back}`;
  }
  const mnt = doors.namespaces.some(({ type, own: isOwn }) => type === "mnt" && !isOwn);
  const users = entered(doors).includes("user");
  const rights = users ? "as a user of its user namespace" : "with all of your rights";
  return `In ${what}: its ${types}, its programs${mnt ? " and files" : ""}, which run ${rights} and outside its limits.${shared} ${back}`;
}

function entered({ namespaces }: Doors): readonly string[] {
  return namespaces.filter(({ own }) => !own).map(({ type }) => type);
}

/** `net namespace`, `net and pid namespaces`. */
export function namespacesText(types: readonly string[]): string {
  const last = types.at(-1) ?? "";
  return types.length < 2 ? `${last} namespace` : `${types.slice(0, -1).join(", ")} and ${last} namespaces`;
}
