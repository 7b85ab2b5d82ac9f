import { Box } from "ink";
import { useSyncExternalStore } from "react";
import { Chooser } from "./chooser.tsx";
import { Footer } from "./footer.tsx";
import { isTooSmall, LEAST_COLUMNS, LEAST_ROWS } from "./frame-layout.ts";
import { Header } from "./header.tsx";
import { Help } from "./help.tsx";
import { Line, Lines, ThemeContext } from "./line.tsx";
import { List } from "./list.tsx";
import { StatusLine, type ViewProps } from "./status-line.tsx";
import { TabBar } from "./tab-bar.tsx";
import type { Theme } from "./theme.ts";
import { topScreen } from "./ui-state.ts";
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
  if (isTooSmall(state)) {
    const { columns, rows } = state.size;
    return <Lines lines={["too small", `${columns}×${rows}, not ${LEAST_COLUMNS}×${LEAST_ROWS}`]} />;
  }
  if (scene.line === null) return <Line text={` ${stream.status.message ?? "reading the host …"}`} />;
  const screen = topScreen(state);
  if (screen.kind === "help") {
    return (
      <>
        <Header view={view} />
        <Help sections={scene.sections} top={screen.top} size={state.size} />
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
      <Chooser view={view} />
      <Footer view={view} />
    </>
  );
}
