import { type Instance, render } from "ink";
import type { ReactElement } from "react";
import { openTerminalOutput, TerminalOutput } from "../stream/terminal-output.ts";
import { App } from "./app.tsx";
import { FrameStream } from "./frame-stream.ts";
import type { TerminalOwner } from "./job-control.ts";
import { Keyboard } from "./keyboard.ts";
import { MarksContext } from "./line.tsx";
import { LineMarks } from "./line-marks.ts";
import type { Theme } from "./theme.ts";
import type { Size } from "./ui-state.ts";
import type { UiStore } from "./ui-store.ts";

/** A key's effect waits for the frame before it at most this part of a second. */
const MAX_FPS = 100;

/** How long a terminal may take to be given back: one that reads takes no time at all. */
const PATIENCE_MILLISECONDS = 1_000;

const INK_OPTIONS = {
  alternateScreen: true,
  incrementalRendering: true,
  interactive: true,
  exitOnCtrlC: false,
  patchConsole: false,
  maxFps: MAX_FPS,
} as const;

/** The user interface on the process's terminal: its keys, its frames, its size. */
export class TerminalSession implements TerminalOwner {
  readonly #store: UiStore;
  readonly #theme: Theme;
  readonly #onError: (error: unknown) => void;
  readonly #keyboard: Keyboard;
  readonly #output: TerminalOutput;
  #isTaken = false;
  #frames: Instance | null = null;
  #stream: FrameStream | null = null;
  #app: ReactElement | null = null;

  /** @param onError Called when a frame cannot be drawn; by then the main screen is back. */
  constructor(store: UiStore, theme: Theme, onError: (error: unknown) => void) {
    this.#store = store;
    this.#theme = theme;
    this.#onError = onError;
    this.#keyboard = new Keyboard(process.stdin, (keys) => store.press(keys));
    this.#output = new TerminalOutput(openTerminalOutput(), this.#drawAnew);
  }

  /** Takes the terminal, and draws all of a frame. */
  take(): void {
    this.#isTaken = true;
    this.#resize();
    // Before Ink's own listener, which lays the frame out for the new size.
    process.stdout.on("resize", this.#resize);
    // Before there is anything to see: who sees a frame may press a key.
    this.#keyboard.take();
    const marks = new LineMarks();
    this.#stream = new FrameStream(process.stdout, this.#output, marks);
    this.#app = (
      <MarksContext value={marks}>
        <App store={this.#store} theme={this.#theme} />
      </MarksContext>
    );
    this.#frames = render(this.#app, { ...INK_OPTIONS, stdout: this.#stream });
    this.#frames.waitUntilExit().catch(this.#onError);
  }

  /** Gives the terminal back as it was; one that is not held is another's, and left alone. */
  release(): void {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    process.stdout.off("resize", this.#resize);
    this.#keyboard.release();
    this.#frames?.unmount();
    this.#frames = null;
    this.#stream?.close();
    this.#stream = null;
  }

  /** Sends what is no frame; a terminal that has stopped reading misses it. */
  send(text: string): void {
    this.#output.write(text);
  }

  /** @returns Whether the terminal has taken all of what gives it back; one that has stopped reading has not. */
  async isGivenBack(): Promise<boolean> {
    const isSettled = await this.#output.settled(PATIENCE_MILLISECONDS);
    this.#output.close();
    return isSettled;
  }

  /** The terminal reads again, and has missed frames. */
  readonly #drawAnew = (): void => {
    this.#stream?.startAnew();
    // Ink forgets what it takes to be on the screen, and draws all of it.
    this.#frames?.clear();
    this.#frames?.rerender(this.#app);
  };

  readonly #resize = (): void => this.#store.resize(terminalSize());
}

/** 0×0 is what some terminals say before they know: too small for anything, and so it is shown. */
export function terminalSize(): Size {
  const { columns, rows }: { readonly columns?: number; readonly rows?: number } = process.stdout;
  return { columns: columns ?? 0, rows: rows ?? 0 };
}
