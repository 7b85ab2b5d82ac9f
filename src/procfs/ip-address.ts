import { malformed } from "./malformed.ts";

/**
 * Writes an IPv4 or IPv6 address that the kernel printed as 32-bit words in the machine's byte order, as
 * `net/tcp`, `net/udp` and `net/route` do: `0100007F` is 127.0.0.1. The machine is taken to be little-endian.
 *
 * @param hex 8 or 32 hexadecimal digits.
 * @throws {SyntaxError} If `hex` is anything else.
 */
export function addressOfWords(hex: string | undefined, file: string): string {
  if (hex === undefined || !/^([0-9a-fA-F]{8}){1,4}$/.test(hex)) throw malformed(file, hex);
  return addressOfBytes(hex.replace(/(..)(..)(..)(..)/g, "$4$3$2$1"), file);
}

/**
 * Writes an IPv4 or IPv6 address that the kernel printed byte by byte, as `net/if_inet6` and
 * `net/ipv6_route` do. IPv6 addresses are shortened as RFC 5952 says.
 *
 * @param hex 8 or 32 hexadecimal digits.
 * @throws {SyntaxError} If `hex` is anything else.
 */
export function addressOfBytes(hex: string | undefined, file: string): string {
  if (hex === undefined || !/^([0-9a-fA-F]{8}|[0-9a-fA-F]{32})$/.test(hex)) throw malformed(file, hex);
  return hex.length === 8 ? ipv4(hex) : ipv6(hex);
}

function ipv4(hex: string): string {
  return hex.replace(/../g, (byte, at: number) => `${at === 0 ? "" : "."}${Number.parseInt(byte, 16)}`);
}

function ipv6(hex: string): string {
  if (/^0{20}ffff/i.test(hex)) return `::ffff:${ipv4(hex.slice(24))}`;
  const groups = hex.replace(/(....)(?!$)/g, "$1:").split(":");
  const text = groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
  const zeros = text.match(/\b0(:0)+\b/g) ?? [];
  const longest = zeros.reduce((best, run) => (run.length > best.length ? run : best), "");
  if (longest === "") return text;
  const at = text.search(new RegExp(`\\b${longest}\\b`));
  return `${text.slice(0, at).replace(/:$/, "")}::${text.slice(at + longest.length).replace(/^:/, "")}`;
}
