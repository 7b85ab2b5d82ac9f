/** What stands for a value that is not known: never 0. */
export const UNKNOWN = "-";

const BINARY_UNITS = ["B", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const;
const DECIMAL_UNITS = ["B", "K", "M", "G", "T", "P", "E"] as const;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Bytes in powers of 1024, such as `812B`, `2.1Gi` or `412Mi`: at most 6 cells. */
export function bytes(value: number | null): string {
  return withUnit(value, 1024, BINARY_UNITS, "");
}

/** Bytes per second in powers of 1000, such as `812B/s`, `1.2M/s` or `300K/s`: at most 7 cells. */
export function rate(value: number | null): string {
  return withUnit(value, 1000, DECIMAL_UNITS, "/s");
}

/** Percent with one decimal and without its sign, such as `88.2`; 100 is one core: at most 6 cells. */
export function percent(value: number | null): string {
  if (!isAmount(value)) return UNKNOWN;
  if (value < 9999.95) return value.toFixed(1);
  return value < 999_999.5 ? value.toFixed(0) : ">99999";
}

/** {@link percent} of a limit, which is mostly a whole number: `100`, `12.5`; at most 6 cells. */
export function limitPercent(value: number | null): string {
  return percent(value).replace(/\.0$/, "");
}

/** How many, such as `44`, `32,768` or `1.2M`: at most 6 cells. */
export function count(value: number | null): string {
  if (!isAmount(value)) return UNKNOWN;
  const whole = Math.round(value);
  if (whole >= 100_000) return withUnit(whole, 1000, DECIMAL_UNITS, "");
  return whole < 1000 ? `${whole}` : `${Math.floor(whole / 1000)},${padded(whole % 1000, 3)}`;
}

/** How long, in whole ones of its largest unit: `42s`, `7m`, `23h`, `12d`, `27y`: at most 5 cells. */
export function duration(seconds: number | null): string {
  if (!isAmount(seconds)) return UNKNOWN;
  if (seconds < MINUTE) return `${Math.floor(seconds)}s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)}m`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)}h`;
  if (seconds < 10_000 * DAY) return `${Math.floor(seconds / DAY)}d`;
  return seconds < 10_000 * YEAR ? `${Math.floor(seconds / YEAR)}y` : ">999y";
}

/** How long to the minute, as `uptime` says it: `04:11`, `12d 04:11`; at most 11 cells. */
export function uptime(seconds: number | null): string {
  if (!isAmount(seconds)) return UNKNOWN;
  if (seconds >= 10_000 * DAY) return duration(seconds);
  const days = Math.floor(seconds / DAY);
  const clock = `${padded(Math.floor((seconds % DAY) / HOUR), 2)}:${padded(Math.floor((seconds % HOUR) / MINUTE), 2)}`;
  return days === 0 ? clock : `${days}d ${clock}`;
}

/**
 * Time of day in this machine's time zone, such as `14:32:07`: at most 8 cells.
 *
 * @param time RFC 3339.
 */
export function clockTime(time: string | null): string {
  const date = new Date(time ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return UNKNOWN;
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => padded(part, 2)).join(":");
}

/** Seconds from one RFC 3339 time to another, never less than 0; `null` when either is not known. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  const seconds = (Date.parse(to ?? "") - Date.parse(from ?? "")) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, seconds);
}

/** At most two digits with a decimal point, or as many as are below `base`; then the unit. */
function withUnit(value: number | null, base: number, units: readonly string[], suffix: string): string {
  if (!isAmount(value)) return UNKNOWN;
  let scaled = value;
  let power = 0;
  // What rounds up to a whole unit is shown as one of that unit.
  while (Math.round(scaled) >= base && power < units.length) {
    scaled /= base;
    power += 1;
  }
  const unit = units[power];
  if (unit === undefined) return `>999${units.at(-1)}${suffix}`;
  if (power === 0) return Math.round(scaled) === 0 ? "0" : `${Math.round(scaled)}${unit}${suffix}`;
  return `${scaled < 9.95 ? scaled.toFixed(1) : Math.round(scaled)}${unit}${suffix}`;
}

function isAmount(value: number | null): value is number {
  return value !== null && value >= 0;
}

function padded(value: number, digits: number): string {
  return `${value}`.padStart(digits, "0");
}
