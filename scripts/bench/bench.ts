import type { BenchLab } from "./bench-lab.ts";
import type { Budget } from "./budgets.ts";
import type { Program } from "./programs.ts";
import type { Result } from "./result.ts";

/** What every measurement gets. */
export interface Bench {
  readonly lab: BenchLab;
  /** How long CPU and bytes are counted, in each round. */
  readonly seconds: number;
  /** How long nstop runs before they are. */
  readonly warm: number;
  /** How often nstop and the peer take turns. */
  readonly rounds: number;
  readonly churnMinutes: number;
  /** Aborted by Ctrl-C: whoever waits cleans up. */
  readonly signal: AbortSignal;
}

/** What processes there are while something is measured. */
export interface Load {
  /** What it makes, as progress says it. */
  readonly what: string;
  readonly needs: readonly Program[];
  make(lab: BenchLab): void;
}

/** Something that is measured in one go, for one budget or more. */
export interface Measurement {
  readonly budgets: readonly Budget[];
  readonly needs: readonly Program[];
  measure(bench: Bench): Promise<readonly Result[]>;
}

/** Measurements under one load. */
export interface Stage {
  /** `null`: they make what they need. */
  readonly load: Load | null;
  readonly measurements: readonly Measurement[];
}
