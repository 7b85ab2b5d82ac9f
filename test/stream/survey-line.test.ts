import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeSurvey, encodeSurvey, type SurveyLine } from "../../src/stream/survey-line.ts";
import { arbitrarySample } from "../model/arbitrary-sample.ts";
import { inContainer, process, sample } from "../model/sample-builder.ts";

/** What a survey says of a sample's processes. */
function lineOf({
  takenAtMilliseconds,
  host,
  hostNamespaces,
  processes,
}: ReturnType<typeof sample>): SurveyLine {
  const engines = { reports: [], containers: [] };
  return { takenAtMilliseconds, host, hostNamespaces, processes, namespaces: [], issues: [], engines };
}

test("what is decoded is what was encoded", () => {
  fc.assert(
    fc.property(arbitrarySample, (taken) => {
      const line = lineOf(taken);
      expect(decodeSurvey(encodeSurvey(line))).toEqual(JSON.parse(JSON.stringify(line)));
    }),
  );
});

test("namespaces and cgroups that processes share are sent once, and are one again", () => {
  const cgroup = inContainer("a".repeat(64));
  const line = lineOf(sample({ processes: [process({ pid: 20, cgroup }), process({ pid: 21, cgroup })] }));
  const text = encodeSurvey(line);
  expect(text.split("/docker/")).toHaveLength(3);
  const [, first, second] = decodeSurvey(text).processes;
  expect(first?.cgroup).toBe(second?.cgroup);
  expect(first?.namespaces).toBe(second?.namespaces);
});
