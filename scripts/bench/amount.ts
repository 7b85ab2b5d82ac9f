/** Writes an amount with three digits, or more where there are more before the point: `0.52 ms/s`, `41.3 MB`. */
export function amount(value: number, unit: string): string {
  return `${value.toFixed(decimalsOf(Math.abs(value)))} ${unit}`;
}

function decimalsOf(value: number): number {
  if (value >= 100) return 0;
  return value >= 10 ? 1 : 2;
}
