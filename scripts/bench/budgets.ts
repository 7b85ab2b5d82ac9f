/** A line of the table: what is measured, and what it may be. */
export interface Budget {
  /** Its figure; two lines may belong to one. */
  readonly figure: string;
  readonly what: string;
  /** "×": how many times what the peer takes. */
  readonly unit: "×" | "MB" | "MB/h" | "ms";
  readonly atMost: number;
  readonly aim: number | null;
}

/** Everything that is measured, in the order in which it is printed. */
export const BUDGETS = {
  crowdCpu: {
    figure: "B1",
    what: "CPU, overview, 2,000 processes in 100 sets",
    unit: "×",
    atMost: 0.35,
    aim: 0.2,
  },
  cgroupsCpu: {
    figure: "B2",
    what: "CPU, overview, 10,000 processes in 500 cgroups",
    unit: "×",
    atMost: 0.1,
    aim: 0.05,
  },
  containersCpu: {
    figure: "B3",
    what: "CPU with the engine's, 50 containers",
    unit: "×",
    atMost: 0.15,
    aim: 0.05,
  },
  namespacesOfCrowd: {
    figure: "B4",
    what: "namespaces --json, 2,000 processes",
    unit: "×",
    atMost: 1,
    aim: 0.5,
  },
  namespacesOfCgroups: {
    figure: "B4",
    what: "namespaces --json, 10,000 processes",
    unit: "×",
    atMost: 0.2,
    aim: 0.1,
  },
  start: { figure: "B5", what: "start to first frame, 2,000 processes", unit: "×", atMost: 6, aim: 4 },
  memory: { figure: "B6", what: "memory (PSS), 2,000 processes", unit: "MB", atMost: 130, aim: 100 },
  growth: { figure: "B6", what: "growth of memory while all churns", unit: "MB/h", atMost: 5, aim: null },
  bytes: { figure: "B7", what: "bytes to the terminal, 2,000 processes", unit: "×", atMost: 1, aim: 0.5 },
  keys: { figure: "B8", what: "key to frame, p99, 10,000 processes", unit: "ms", atMost: 50, aim: 16 },
  scale: {
    figure: "B9",
    what: "CPU, 10,000 against 1,000 processes, 50 groups",
    unit: "×",
    atMost: 3,
    aim: 1.5,
  },
} as const satisfies Readonly<Record<string, Budget>>;

/** Names of all figures, each once. */
export const FIGURES: readonly string[] = [
  ...new Set(Object.values(BUDGETS).map(({ figure }: Budget) => figure)),
];
