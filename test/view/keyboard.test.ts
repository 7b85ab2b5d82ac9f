import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keyboard, type KeyboardInput } from "../../src/view/keyboard.ts";

class FakeTerminal extends EventEmitter {
  raw = false;
  flowing = false;
  setRawMode(raw: boolean) {
    this.raw = raw;
    return this;
  }
  setEncoding() {
    return this;
  }
  resume() {
    this.flowing = true;
    return this;
  }
  pause() {
    this.flowing = false;
    return this;
  }
}

let terminal: FakeTerminal;
let pressed: (readonly string[])[];
let keyboard: Keyboard;

beforeEach(() => {
  vi.useFakeTimers();
  terminal = new FakeTerminal();
  pressed = [];
  keyboard = new Keyboard(terminal as unknown as KeyboardInput, (keys) => pressed.push(keys));
  keyboard.take();
});
afterEach(() => vi.useRealTimers());

test("all keys of one chunk come at once", () => {
  terminal.emit("data", "jjk");
  expect(pressed).toEqual([["j", "j", "k"]]);
});

test("a sequence that comes in two chunks is one key", () => {
  terminal.emit("data", "\x1b");
  terminal.emit("data", "[A");
  vi.runAllTimers();
  expect(pressed).toEqual([["up"]]);
});

test("an escape that stays alone is the Esc key", () => {
  terminal.emit("data", "\x1b");
  expect(pressed).toEqual([]);
  vi.runAllTimers();
  expect(pressed).toEqual([["escape"]]);
});

test("it takes the terminal, and gives it back without a key of it left over", () => {
  expect(terminal).toMatchObject({ raw: true, flowing: true });
  terminal.emit("data", "\x1b");
  keyboard.release();
  vi.runAllTimers();
  terminal.emit("data", "j");
  expect(terminal).toMatchObject({ raw: false, flowing: false });
  expect(pressed).toEqual([]);
});
