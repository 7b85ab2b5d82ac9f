import { expect, test } from "vitest";
import { parseOsRelease } from "../../src/procfs/os-release.ts";

test.each([
  [
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n',
    "Debian GNU/Linux 12",
  ],
  ["NAME=Fedora\nVERSION_ID=42\n", "Fedora 42"],
  ["NAME='Alpine Linux'\nVERSION_ID=3.20.1\n", "Alpine Linux 3.20.1"],
  ['NAME="a \\"quoted\\" \\$name"\n', 'a "quoted" $name'],
  ["# NAME=none\nNAME\nVERSION_ID=$(reboot) now\n", ""],
  ["", ""],
])("%j is %s", (text, name) => {
  expect(parseOsRelease(text)).toBe(name);
});
