import { errorCode, ReadFailure } from "../host/read-failure.ts";

/** Why something was not run on the terminal: one line for a person, fit to be shown. */
export class EnterFailure extends Error {
  override readonly name = "EnterFailure";
}

/** Whether an error is the host's doing, rather than a mistake in nstop. */
export function isHostFailure(error: unknown): error is Error {
  return error instanceof EnterFailure || error instanceof ReadFailure || errorCode(error) !== null;
}
