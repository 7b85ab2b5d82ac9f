import { Transform } from "ink";
import { createContext, memo, useContext } from "react";
import { dress, type Theme } from "./theme.ts";

/** What the terminal allows, for every line of the frame. */
export const ThemeContext = createContext<Theme>({ color: true, ascii: false });

export interface LineProps {
  /** With styles, at most as wide as the terminal. */
  readonly text: string;
}

/**
 * One line of the frame; the whole frame is made of these. To Ink it is a single blank that is transformed into the
 * line as it is written: so nothing is measured, wrapped or laid out again when the line changes, which is most of what
 * a frame costs. One that says the same as before is not even looked at.
 */
export const Line = memo(function Line({ text }: LineProps) {
  const theme = useContext(ThemeContext);
  const dressed = dress(text, theme);
  return <Transform transform={() => dressed}> </Transform>;
});

export interface LinesProps {
  readonly lines: readonly string[];
}

/** Lines below each other. Each is known by its place, whatever it says. */
export function Lines({ lines }: LinesProps) {
  return Array.from(lines.entries(), ([place, text]) => <Line key={place} text={text} />);
}
