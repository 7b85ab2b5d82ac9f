import process from "node:process";
import { defineConfig } from "vitest/config";
import { Guest } from "./test/v2/guest.ts";
import { guestPool } from "./test/v2/guest-pool.ts";
import { HOSTS, type Host } from "./test/v2/hosts.ts";

const name = process.env["NSTOP_V2HOST"] ?? "systemd";
const host = Object.entries(HOSTS).find(([each]) => each === name)?.[1] satisfies Host | undefined;
if (host === undefined) throw new Error(`NSTOP_V2HOST is one of ${Object.keys(HOSTS).join(", ")}`);
const guest = new Guest(host);

export default defineConfig({
  plugins: [{ name: "v2host", configureVitest: () => guest.boot() }],
  test: {
    name: `v2 ${name}`,
    include: [...host.files],
    pool: guestPool(guest),
    // One worker for all files: it takes an emulated CPU long to start one.
    isolate: false,
    maxWorkers: 1,
    // By the guest's clock, which a busy machine does not make go faster.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
