import type { ActionChoice } from "../actions/action-choice.ts";
import type { Subject } from "../actions/subject.ts";
import { GROUP_BY, type GroupBy } from "../report/group-by.ts";
import type { KeyName } from "./key-name.ts";
import { type ListState, toggled } from "./list-state.ts";
import { type ChooserName, LIST_MODE } from "./mode.ts";
import type { Opens, Section } from "./section.ts";
import { sortedBy } from "./sorting.ts";
import { listOf, topList, type UiState, withList } from "./ui-state.ts";

/** One thing a chooser offers. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** It is what is chosen now. */
  readonly chosen: boolean;
  /** The key that does it without choosing; "" where there is none, absent where none is shown. */
  readonly key?: string;
  /** What choosing it does, where the chooser's name does not say it. */
  readonly does?: Deed;
}

/** What a choice of the menu, or of the palette, does. */
export type Deed =
  | { readonly kind: "act"; readonly choice: ActionChoice; readonly subjects: readonly Subject[] }
  | { readonly kind: "key"; readonly key: KeyName }
  | { readonly kind: "open"; readonly opens: Opens }
  | { readonly kind: "tab"; readonly tab: number }
  | { readonly kind: "overview" }
  | { readonly kind: "sort"; readonly column: string }
  | { readonly kind: "column"; readonly column: string }
  | { readonly kind: "group"; readonly by: GroupBy };

export const CHOOSER_TITLES: Readonly<Record<ChooserName, string>> = {
  sort: "Sort by",
  group: "Group by",
  columns: "Columns",
};

const GROUP_HELP: Readonly<Record<GroupBy, string>> = {
  container: "each group by itself",
  engine: "container engine",
  project: "compose project",
  pod: "Kubernetes pod",
  cgroup: "control group above its own",
  service: "compose service; all system services together",
  mnt: "mount namespace",
  uts: "UTS namespace: hostname",
  ipc: "IPC namespace",
  pid: "pid namespace",
  net: "network namespace",
  user: "user namespace",
  cgroupns: "cgroup namespace",
  time: "time namespace",
};

/** What a chooser offers for the section that the cursor is in. */
export function chooserChoices(
  state: UiState,
  chooser: ChooserName,
  section: Section<unknown> | null,
): readonly Choice[] {
  const list = listOf(topList(state));
  switch (chooser) {
    case "sort":
      return columnChoices(section, (id) => id === list.sort?.column).filter(
        ({ id }) => section?.columns[id]?.compare !== undefined,
      );
    case "group":
      return GROUP_BY.map((by) => ({
        id: by,
        title: by,
        help: GROUP_HELP[by],
        chosen: by === state.groupBy,
      }));
    case "columns":
      return columnChoices(section, (id) => isShown(id, section, list));
  }
}

/** Takes what the chooser's cursor is on. Columns are chosen one after the other; other choosers close. */
export function chooseIn(state: UiState, chooser: ChooserName, choice: Choice): UiState {
  const list = listOf(topList(state));
  switch (chooser) {
    case "sort":
      return { ...withList(state, sortedBy(list, choice.id)), mode: LIST_MODE };
    case "group":
      return {
        ...withList(state, { ...list, reveal: true }),
        mode: LIST_MODE,
        groupBy: GROUP_BY.find((by) => by === choice.id) ?? state.groupBy,
      };
    case "columns":
      return withList(state, { ...list, toggledColumns: toggled(list.toggledColumns, choice.id) });
  }
}

function columnChoices(
  section: Section<unknown> | null,
  isChosen: (id: string) => boolean,
): readonly Choice[] {
  return Object.entries(section?.columns ?? {}).map(([id, { title, help }]) => ({
    id,
    title: title.trim(),
    help,
    chosen: isChosen(id),
  }));
}

function isShown(id: string, section: Section<unknown> | null, { toggledColumns }: ListState): boolean {
  return (section?.columns[id]?.hidden === true) === toggledColumns.has(id);
}
