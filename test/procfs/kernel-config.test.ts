import { expect, test } from "vitest";
import { parseKernelConfig } from "../../src/procfs/kernel-config.ts";

test("tells what is set, and leaves out what is not", () => {
  const config = parseKernelConfig(
    '#\n# CPU/Task time and stats accounting\n#\nCONFIG_PSI=y\n# CONFIG_PSI_DEFAULT_DISABLED is not set\nCONFIG_HZ=250\nCONFIG_LSM="landlock,yama"\n',
  );
  expect([...config]).toEqual([
    ["CONFIG_PSI", "y"],
    ["CONFIG_HZ", "250"],
    ["CONFIG_LSM", '"landlock,yama"'],
  ]);
});
