import type { Detail } from "../model/detail.ts";
import { interfacesSection } from "./interfaces-section.ts";
import { routesSection } from "./routes-section.ts";
import type { Section } from "./section.ts";
import { socketsSection } from "./sockets-section.ts";

/** Interfaces, sockets and routes of a group's network namespace. */
export function networkSections(detail: Detail): readonly Section<unknown>[] {
  return [interfacesSection(detail), socketsSection(detail), routesSection(detail)];
}
