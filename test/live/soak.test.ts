import { beforeAll, expect, test } from "vitest";
import type { Growth } from "../../scripts/soak/growth.ts";
import { soak } from "../../scripts/soak/soak.ts";
import { describeLive } from "./lab.ts";

/** A quarter of a minute of what `npm run soak` does for long: in it heaps still fill, and the last minute is still remembered. */
const SHORT = { processes: 8000, containers: 160 };

/** How much larger the later half may be. */
const MOST: Readonly<Record<string, number>> = { MB: 1.5, descriptors: 1.5, children: 1 };

describeLive("while thousands of processes come and go in containers", () => {
  let growths: readonly Growth[];
  let told = { processes: 0, containers: 0 };

  beforeAll(async () => {
    growths = await soak(SHORT, new AbortController().signal, (processes, containers) => {
      told = { processes, containers };
    });
  });

  test("all of them have come and gone", () => {
    expect(told).toEqual(SHORT);
  });

  test("the UI and stream take no more memory, descriptors and children than before", () => {
    expect(growths).toHaveLength(6);
    for (const { what, unit, mean, ratio } of growths) {
      // The stream has no children at all.
      if (mean > 0) expect.soft(ratio, what).toBeLessThanOrEqual(MOST[unit] ?? 0);
    }
  });
});
