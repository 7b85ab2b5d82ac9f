import { Transform } from "ink";
import { createContext, memo, useContext } from "react";
import type { LineMarks } from "./line-marks.ts";
import { dress, type Theme } from "./theme.ts";

/** What the terminal allows, for every line of the frame. */
export const ThemeContext = createContext<Theme>({ color: true, ascii: false });

/** Where lines stand for marks on their way to the terminal; `null`: Ink draws them itself. */
export const MarksContext = createContext<LineMarks | null>(null);

export interface LineProps {
  /** With styles, at most as wide as the terminal. */
  readonly text: string;
}

/**
 * One line of the frame; the whole frame is made of these. To Ink it is a single blank that becomes the line's mark as it
 * is written: so nothing is measured, wrapped, laid out or taken apart into cells when the line changes, which is most
 * of what a frame costs.
 */
export const Line = memo(function Line({ text }: LineProps) {
  const theme = useContext(ThemeContext);
  const marks = useContext(MarksContext);
  const dressed = dress(text, theme);
  return <Transform transform={() => marks?.markOf(dressed) ?? dressed}> </Transform>;
});

export interface LinesProps {
  readonly lines: readonly string[];
}

/** Lines below each other: to Ink one text, however many they are. */
export function Lines({ lines }: LinesProps) {
  const theme = useContext(ThemeContext);
  const marks = useContext(MarksContext);
  if (lines.length === 0) return null;
  const dressed = lines.map((text) => dress(text, theme));
  const lineAt = (_blank: string, place: number) => {
    const line = dressed[place] ?? "";
    return marks?.markOf(line) ?? line;
  };
  return <Transform transform={lineAt}>{lines.map(() => " ").join("\n")}</Transform>;
}
