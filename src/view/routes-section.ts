import type { RouteFacts } from "../collector/detail-sample.ts";
import type { Detail } from "../model/detail.ts";
import { alphabetical, ascending } from "./compare.ts";
import { distinctKeys } from "./distinct-keys.ts";
import { partRows } from "./part-rows.ts";
import type { Column, Section } from "./section.ts";

/** The routing table. */
export function routesSection(detail: Detail): Section<RouteFacts> {
  const { rows, empty } = partRows(detail.routes, "no route: nothing outside this namespace can be reached");
  return {
    title: "Routes",
    columns: COLUMNS,
    rows,
    empty,
    key: distinctKeys(
      rows,
      (row) => `route:${row.destination} ${row.gateway} ${row.interface} ${row.metric}`,
    ),
    searchText: (row) => `${row.destination} ${row.gateway ?? ""} ${row.interface}`,
    copies: ({ destination }) => destination,
  };
}

const COLUMNS: Readonly<Record<string, Column<RouteFacts>>> = {
  destination: {
    title: "DESTINATION",
    help: "Network that the route leads to; the default route is 0.0.0.0/0 or ::/0",
    width: 22,
    grow: 1,
    align: "left",
    priority: 0,
    text: ({ destination }) => destination,
    compare: alphabetical(({ destination }) => destination),
  },
  gateway: {
    title: "GATEWAY",
    help: "Next router; none for a network that is on the wire",
    width: 20,
    grow: 1,
    align: "left",
    priority: 1,
    text: ({ gateway }) => gateway ?? "-",
    compare: alphabetical(({ gateway }) => gateway ?? ""),
  },
  interface: {
    title: "INTERFACE",
    help: "Interface that packets leave by",
    width: 15,
    align: "left",
    priority: 2,
    text: (row) => row.interface,
    compare: alphabetical((row) => row.interface),
  },
  metric: {
    title: "METRIC",
    help: "Lower is preferred",
    width: 7,
    align: "right",
    priority: 3,
    text: ({ metric }) => String(metric),
    compare: ascending(({ metric }) => metric),
  },
};
