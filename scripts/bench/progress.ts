/** Says on standard error how far it is: standard output is for the table. */
export function say(text: string): void {
  console.error(`bench: ${text}`);
}
