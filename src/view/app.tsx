import { Box } from "ink";
import { useSyncExternalStore } from "react";
import { LEAST_COLUMNS, LEAST_ROWS } from "../model/least-terminal.ts";
import { pad } from "../report/pad.ts";
import { Footer } from "./footer.tsx";
import { isTooSmall } from "./frame-layout.ts";
import { Header } from "./header.tsx";
import { helpHeight } from "./help-rows.ts";
import { Lines, ThemeContext } from "./line.tsx";
import { List } from "./list.tsx";
import { Panel } from "./panel.tsx";
import { StatusLine, type ViewProps } from "./status-line.tsx";
import { TabBar } from "./tab-bar.tsx";
import type { Theme } from "./theme.ts";
import { topScreen, type UiState } from "./ui-state.ts";
import type { UiStore } from "./ui-store.ts";

export interface AppProps {
  readonly store: Pick<UiStore, "subscribe" | "getView">;
  readonly theme: Theme;
}

/** The user interface. */
export function App({ store, theme }: AppProps) {
  const view = useSyncExternalStore(store.subscribe, store.getView);
  return (
    <ThemeContext value={theme}>
      <Frame view={view} />
    </ThemeContext>
  );
}

/** One frame, as large as the terminal. */
export function Frame({ view }: ViewProps) {
  const { columns, rows } = view.state.size;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Screen view={view} />
    </Box>
  );
}

function Screen({ view }: ViewProps) {
  const { state, scene, stream } = view;
  if (isTooSmall(state)) return <Message state={state} lines={["too small", smallText(state)]} />;
  if (scene.line === null) {
    return <Message state={state} lines={[` ${stream.status.message ?? "reading the host …"}`]} />;
  }
  const screen = topScreen(state);
  if (screen.kind === "help") {
    return (
      <>
        <Header view={view} />
        <Box flexDirection="column" height={helpHeight(state.size.rows) + 1}>
          <Lines lines={scene.help} />
        </Box>
        <Footer view={view} />
      </>
    );
  }
  return (
    <>
      <Header view={view} />
      <StatusLine view={view} />
      {screen.kind === "page" && <TabBar screen={screen} width={state.size.columns} />}
      <List view={view} />
      <Panel view={view} />
      <Footer view={view} />
    </>
  );
}

interface MessageProps {
  readonly state: UiState;
  readonly lines: readonly string[];
}

/** What there is to say instead of a frame, as much as there is room for. */
function Message({ state: { size }, lines }: MessageProps) {
  return <Lines lines={lines.slice(0, size.rows).map((text) => pad(text, size.columns))} />;
}

function smallText({ size }: UiState): string {
  return `${size.columns}×${size.rows}, not ${LEAST_COLUMNS}×${LEAST_ROWS}`;
}
