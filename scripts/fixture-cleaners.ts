/** Makes a captured file fit to be seen by everybody. */
type Cleaner = (text: string) => string;

/** The first directory of what may be seen of a mount or a socket. */
const SYSTEM_DIRECTORY = /^\/($|(boot|dev|etc|proc|run|sys|usr|var)(\/|$))/;

const numbers = new Map<string, number>();

/** Gives an address a number: the same one each time, so that what was equal stays equal. */
function numberOf(address: string): number {
  const number = numbers.get(address) ?? numbers.size + 1;
  numbers.set(address, number);
  return number;
}

/** Whether an IPv4 address could lead to somebody: not one of this machine, a private network or documentation. */
function isPublic(address: string): boolean {
  return !/^(0|10|127|22[4-9]|2[345]\d|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168|192\.0\.2|198\.51\.100)\./.test(
    address,
  );
}

function cleanIpv4(address: string): string {
  return isPublic(address) ? `198.51.100.${numberOf(address)}` : address;
}

/** Addresses as in `fib_trie`. */
function cleanDotted(text: string): string {
  return text.replace(/\b\d+\.\d+\.\d+\.\d+\b/g, cleanIpv4);
}

/** Addresses as in `tcp` and `route`, whose netmasks begin with 255 and are kept therefore. */
function cleanWords(text: string): string {
  return text.replace(/(?<=[\s:])[0-9A-F]{8}(?=[:\t])/g, cleanWord);
}

function cleanWord(word: string): string {
  const bytes = word.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  const clean = cleanIpv4(bytes.reverse().join(".")).split(".").reverse();
  return clean.map((byte) => hex(Number(byte), 2).toUpperCase()).join("");
}

/** An IPv4 address in an IPv6 socket, as in `tcp6`. */
const MAPPED = "0000000000000000FFFF0000";

/** Addresses as in `tcp6`: all but "any", loopback and the mapped become 2001:db8::N. */
function cleanIpv6Words(text: string): string {
  return text.replace(/\b(?!0{24}0[01]0{6})[0-9A-F]{32}\b/g, (address) =>
    address.startsWith(MAPPED)
      ? MAPPED + cleanWord(address.slice(MAPPED.length))
      : `B80D0120${"0".repeat(16)}${hex(numberOf(address), 2).toUpperCase()}000000`,
  );
}

/** Addresses as in `if_inet6`: link-local ones hold the hardware address, 2000::/3 are public. */
function cleanIpv6(text: string): string {
  return text
    .replace(/\bfe80(?!0{28})[0-9a-f]{28}\b/g, (address) => `fe80${hex(numberOf(address), 28)}`)
    .replace(/\b[23][0-9a-f]{31}\b/g, (address) => `20010db8${hex(numberOf(address), 24)}`);
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, "0");
}

/** Leaves out mounts of and at directories that are not the system's own. */
function cleanMounts(text: string): string {
  return text.replace(/^.*\n/gm, (line) => {
    const [, , , root = "", mountPoint = ""] = line.split(" ");
    const rootShown = SYSTEM_DIRECTORY.test(root) || root.startsWith("/docker/") || !root.startsWith("/");
    return rootShown && SYSTEM_DIRECTORY.test(mountPoint) ? line : "";
  });
}

/** Leaves out sockets whose path is not the system's own. */
function cleanSockets(text: string): string {
  return text.replace(/^(?:\S+ ){6} *\d+ (.*)\n/gm, (line, socket: string) =>
    SYSTEM_DIRECTORY.test(socket) ? line : "",
  );
}

const CLEANERS: ReadonlyMap<string, Cleaner> = new Map([
  ["mountinfo", cleanMounts],
  ["net/fib_trie", cleanDotted],
  ["net/if_inet6", cleanIpv6],
  ["net/ipv6_route", cleanIpv6],
  ["net/route", cleanWords],
  ["net/tcp", cleanWords],
  ["net/tcp6", cleanIpv6Words],
  ["net/udp", cleanWords],
  ["net/udp6", cleanIpv6Words],
  ["net/unix", cleanSockets],
  ["sys/kernel/hostname", () => "host\n"],
]);

/** What a file of `/proc`, or of `/proc/[pid]`, must go through before it is kept. */
export function cleanerOf(file: string): Cleaner {
  return CLEANERS.get(file) ?? ((text) => text);
}
