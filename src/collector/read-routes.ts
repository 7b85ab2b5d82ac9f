import { parseNetIpv6Route } from "../procfs/net-ipv6-route.ts";
import { parseNetRoute, ROUTE_FLAGS, type Route } from "../procfs/net-route.ts";
import type { DetailContext } from "./detail-context.ts";
import type { RouteFacts } from "./detail-sample.ts";

/** Reads the routes of a process's network namespace, IPv4 first. @returns `null` when neither may be read. */
export function readRoutes({ reader, issues, pid }: DetailContext): readonly RouteFacts[] | null {
  const read = (file: string, parse: (text: string) => readonly Route[]) => {
    const path = `/proc/${pid}/net/${file}`;
    return issues.attempt(path, "Routes are not known", () => parse(reader.readText(path)));
  };
  const inet = read("route", parseNetRoute);
  const inet6 = read("ipv6_route", parseNetIpv6Route);
  if (inet === null && inet6 === null) return null;
  return [...(inet ?? []), ...(inet6 ?? []).filter(leadsSomewhere)].map(({ flags, ...facts }) => facts);
}

/** The file has the machine's own addresses and multicast among the routes, which `ip route` keeps apart. */
function leadsSomewhere({ destination, flags }: Route): boolean {
  const notARoute = ROUTE_FLAGS.local | ROUTE_FLAGS.anycast | ROUTE_FLAGS.reject;
  return (flags & notARoute) === 0 && !destination.startsWith("ff");
}
