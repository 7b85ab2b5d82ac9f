import type { Detail } from "../model/detail.ts";

/** What is known of a target, less what may hold secrets; the same object where there is nothing of that. */
export function withoutSecrets(detail: Detail): Detail {
  const { environment, inspectionSecrets, ...others } = detail;
  return environment === undefined && inspectionSecrets === undefined ? detail : others;
}
