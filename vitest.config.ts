import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    // On hosts with cgroup v2 alone: vitest.v2.config.ts.
    exclude: [...configDefaults.exclude, "test/v2/**"],
    maxWorkers: 2,
    // A test waits for what it wants to see, never for time: these only end one that would wait for ever.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
