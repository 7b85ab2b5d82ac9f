import { expect, test } from "vitest";
import { parsePasswd } from "../../src/procfs/passwd.ts";

test("reads the names of accounts", () => {
  const text = "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n";
  expect([...parsePasswd(text)]).toEqual([
    [0, "root"],
    [65534, "nobody"],
  ]);
});

test("of a uid with two names the first counts", () => {
  expect(parsePasswd("root:x:0:0:::\ntoor:x:0:0:::\n").get(0)).toBe("root");
});

test.each([
  "",
  "\n\n",
  "# comment:x:1:1\n",
  "+::::::\n",
  ":x:5:5:::\n",
  "x:x:-1:1:::\n",
  "x:x:9999999999999:1:::\n",
])("there is no account in %j", (text) => {
  expect(parsePasswd(text).size).toBe(0);
});
