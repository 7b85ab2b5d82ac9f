const BINARY_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const TIME_UNITS = [
  { seconds: 3600, name: "h" },
  { seconds: 60, name: "min" },
  { seconds: 1, name: "s" },
] as const;

/** Bytes as a sentence says them, such as `24 MiB` or `1.5 GiB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BINARY_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${rounded(value)} ${BINARY_UNITS[unit]}`;
}

/** Percent as a sentence says them, such as `92 %` or `2.5 %`. */
export function percentText(percent: number): string {
  return `${rounded(percent)} %`;
}

/** How long in its largest unit, such as `42 s`, `4 min` or `2 h`. */
export function durationText(seconds: number): string {
  const unit = TIME_UNITS.find((each) => seconds >= each.seconds) ?? { seconds: 1, name: "s" };
  return `${Math.floor(seconds / unit.seconds)} ${unit.name}`;
}

/** How often, such as `1 process` or `3 processes`. */
export function countText(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** One decimal below ten, where there is one. */
function rounded(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
