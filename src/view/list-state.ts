/** How one list is looked at: what a person has done to it, and nothing that comes from the host. */
export interface ListState {
  /**
   * The row the cursor is on; `null` while it rests at the top, where it stays however the rows move.
   * {@link import("./list-window.ts").settle} keeps this and the two below true when rows come and go.
   */
  readonly cursorKey: string | null;
  /** Where that row is among the rows shown. */
  readonly cursorIndex: number;
  /** The line that the window begins with. */
  readonly top: number;
  /** The column that the cursor is in, where it goes by cells; `null`: the first. */
  readonly cell: string | null;
  /** The window is to move to the cursor's row, once there are rows: a person moved the cursor, or came back to it. */
  readonly reveal: boolean;
  /** The window moves with the cursor's row wherever sorting puts it. */
  readonly follow: boolean;
  /** See {@link import("../report/text-filter.ts").textFilter}; "" shows everything. */
  readonly filter: string;
  /** Only rows with something wrong. */
  readonly faultsOnly: boolean;
  /** `null`: the order of the section itself. */
  readonly sort: { readonly column: string; readonly reverse: boolean } | null;
  readonly tree: boolean;
  /** Rows whose descendants are folded away. */
  readonly folded: ReadonlySet<string>;
  /** Who the tagged rows stand for, by their keys: see {@link import("./tags.ts").identityOf}. */
  readonly tagged: ReadonlyMap<string, string>;
  /** Columns that are shown though hidden by default, or the other way round. */
  readonly toggledColumns: ReadonlySet<string>;
}

export const INITIAL_LIST: ListState = {
  cursorKey: null,
  cursorIndex: 0,
  top: 0,
  cell: null,
  reveal: false,
  follow: false,
  filter: "",
  faultsOnly: false,
  sort: null,
  tree: true,
  folded: new Set(),
  tagged: new Map(),
  toggledColumns: new Set(),
};

/** The set with `item` added, or taken out where it was in. */
export function toggled<Item>(set: ReadonlySet<Item>, item: Item): ReadonlySet<Item> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
