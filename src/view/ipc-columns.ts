import type { SysvipcObject } from "../procfs/sysvipc-object.ts";
import { bytes } from "../report/format.ts";
import { alphabetical, ascending, descending } from "./compare.ts";
import type { Column } from "./section.ts";

/** Whose an object is. */
export const ownerColumn: Column<{ readonly ownerUid: number }> = {
  title: "OWNER",
  help: "Uid of its owner, as the host numbers it",
  width: 7,
  align: "right",
  priority: 2,
  text: ({ ownerUid }) => String(ownerUid),
  compare: ascending(({ ownerUid }) => ownerUid),
};

/** What all System V objects have. */
export const objectColumns: Readonly<Record<string, Column<SysvipcObject>>> = {
  key: {
    title: "KEY",
    help: "What processes agreed on to find it; 0x00000000 is one that is found by its id alone",
    width: 10,
    align: "left",
    priority: 1,
    text: ({ key }) => key,
    compare: alphabetical(({ key }) => key),
  },
  id: {
    title: "ID",
    help: "Its id, as ipcs and ipcrm know it",
    width: 7,
    align: "right",
    priority: 0,
    text: ({ id }) => String(id),
    compare: ascending(({ id }) => id),
  },
  owner: ownerColumn,
  mode: {
    title: "MODE",
    help: "Permissions in octal",
    width: 4,
    align: "left",
    priority: 3,
    text: ({ mode }) => mode,
  },
};

/** Name of a POSIX object: that of its file. */
export const nameColumn: Column<{ readonly name: string }> = {
  title: "NAME",
  help: "Its name, which is that of its file",
  width: 16,
  grow: 1,
  align: "left",
  priority: 0,
  text: ({ name }) => name,
  compare: alphabetical(({ name }) => name),
};

/** A size. */
export function bytesColumn<Row>(help: string, value: (row: Row) => number | null): Column<Row> {
  return {
    title: "SIZE",
    help,
    width: 6,
    align: "right",
    priority: 0,
    text: (row) => bytes(value(row)),
    compare: descending(value),
  };
}
