/** Where programs are, on the host as in most containers. */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Variables that say what the terminal and the person's language are. All others stay where they are: some are secrets. */
const KEPT = /^(TERM|LANG|LC_[A-Z]+)$/;

/** What a terminal's or locale's name consists of: it goes into a container, or comes from whoever started nstop. */
const NAME = /^[\w.@+-]{1,64}$/;

/** A prompt's text: in some shells everything else may be a command. */
const HARMLESS = /[^\w.:@/ -]/g;

const MAX_PROMPT_CHARACTERS = 60;

/**
 * The environment of a program that a person runs in a container, or beside one: nothing of nstop's own but what the
 * terminal and the language are.
 *
 * @param caller - nstop's own.
 * @param home - What `~` is.
 * @param place - What the prompt says, such as `net of web`.
 */
export function shellEnvironment(
  caller: Readonly<Record<string, string | undefined>>,
  home: string,
  place: string,
): Readonly<Record<string, string>> {
  const kept = Object.entries(caller).filter(
    (entry): entry is [string, string] =>
      KEPT.test(entry[0]) && entry[1] !== undefined && NAME.test(entry[1]),
  );
  return { ...Object.fromEntries(kept), PATH, HOME: home, PS1: prompt(place) };
}

function prompt(place: string): string {
  return `[${place.replace(HARMLESS, "?").slice(0, MAX_PROMPT_CHARACTERS)}] ${process.geteuid?.() === 0 ? "#" : "$"} `;
}
