import { cgroupSection } from "./cgroup-section.ts";
import { countsSection } from "./counts-section.ts";
import { devicesSection } from "./devices-section.ts";
import { groupPast } from "./group-past.ts";
import { limitsSection } from "./limits-section.ts";
import { memorySection } from "./memory-section.ts";
import type { PageContents } from "./page-contents.ts";
import { pressureSection } from "./pressure-section.ts";
import type { Section } from "./section.ts";
import { verdictSection } from "./verdict-section.ts";

/** What holds a group back: use against limits first, then who waits, why it is slow, and what its control group counts and was told. */
export function limitsSections(contents: PageContents): readonly Section<unknown>[] {
  const { detail, snapshot } = contents;
  const { cgroup } = detail;
  const past = groupPast(contents);
  const verdict = verdictSection(detail);
  return [
    limitsSection(cgroup, past, snapshot),
    pressureSection(cgroup, past, snapshot),
    // That nothing was found is said in the header.
    ...(verdict.rows.length === 0 ? [] : [verdict]),
    countsSection(cgroup, past),
    memorySection(cgroup),
    devicesSection(cgroup),
    cgroupSection(cgroup),
  ];
}
