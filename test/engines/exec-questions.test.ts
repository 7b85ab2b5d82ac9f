import { expect, test } from "vitest";
import type { ExecPids } from "../../src/engines/docker-client.ts";
import { EngineFailure } from "../../src/engines/engine-failure.ts";
import { ExecQuestions } from "../../src/engines/exec-questions.ts";
import { idOf } from "./fake-engine.ts";

/** An engine that started some processes with `exec`, and counts how often it is asked. */
class FakeClient {
  asked = 0;
  answer: ExecPids | EngineFailure = { pids: [], isWhole: true };

  async execPids(): Promise<ExecPids> {
    this.asked += 1;
    if (this.answer instanceof EngineFailure) throw this.answer;
    return this.answer;
  }
}

class Fixture {
  readonly client = new FakeClient();
  seconds = 0;
  readonly questions = new ExecQuestions(() => this.seconds * 1000);

  answered(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Asks for a process, and lets the engine answer. */
  async isExec(pid: number, startTicks = pid): Promise<boolean | null> {
    const question = { containerId: idOf("a"), pid, startTicks };
    this.questions.isExec(question, this.client);
    await this.answered();
    return this.questions.isExec(question, this.client);
  }
}

test("nothing is known at first, and the engine's answer is kept", async () => {
  const fixture = new Fixture();
  fixture.client.answer = { pids: [7], isWhole: true };
  expect(
    fixture.questions.isExec({ containerId: idOf("a"), pid: 7, startTicks: 7 }, fixture.client),
  ).toBeNull();
  expect(await fixture.isExec(7)).toBe(true);
  fixture.seconds = 30;
  expect(await fixture.isExec(7)).toBe(true);
  expect(fixture.client.asked).toBe(1);
});

test("a process that the engine does not list is none of its own", async () => {
  const fixture = new Fixture();
  fixture.client.answer = { pids: [7], isWhole: true };
  expect(await fixture.isExec(8)).toBe(false);
});

test("of a list that is not whole only what is in it is known", async () => {
  const fixture = new Fixture();
  fixture.client.answer = { pids: [7], isWhole: false };
  expect([await fixture.isExec(7), await fixture.isExec(8)]).toEqual([true, null]);
});

test("an engine is asked about one container at most every three seconds", async () => {
  const fixture = new Fixture();
  await fixture.isExec(7);
  fixture.seconds = 1;
  expect(await fixture.isExec(8)).toBeNull();
  expect(fixture.client.asked).toBe(1);
  fixture.seconds = 3;
  expect(await fixture.isExec(8)).toBe(false);
  expect(fixture.client.asked).toBe(2);
});

test("an engine that does not answer in time says nothing, and is asked again", async () => {
  const fixture = new Fixture();
  fixture.client.answer = new EngineFailure("silent", "2 s");
  expect(await fixture.isExec(7)).toBeNull();
  fixture.client.answer = { pids: [7], isWhole: true };
  fixture.seconds = 3;
  expect(await fixture.isExec(7)).toBe(true);
});

test("another process with the same pid is asked about anew", async () => {
  const fixture = new Fixture();
  fixture.client.answer = { pids: [7], isWhole: true };
  expect(await fixture.isExec(7, 100)).toBe(true);
  fixture.client.answer = { pids: [], isWhole: true };
  fixture.seconds = 3;
  expect(await fixture.isExec(7, 200)).toBe(false);
});

test("several processes of one container are asked for together", async () => {
  const fixture = new Fixture();
  fixture.client.answer = { pids: [7], isWhole: true };
  const ask = () =>
    [7, 8].map((pid) =>
      fixture.questions.isExec({ containerId: idOf("a"), pid, startTicks: 1 }, fixture.client),
    );
  expect(ask()).toEqual([null, null]);
  await fixture.answered();
  expect(ask()).toEqual([true, false]);
  expect(fixture.client.asked).toBe(1);
});

test("without a connection nothing is asked", () => {
  const { questions } = new Fixture();
  expect(questions.isExec({ containerId: idOf("a"), pid: 7, startTicks: 7 }, null)).toBeNull();
});
