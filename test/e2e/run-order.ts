/** Does a terminal order, given as JSON, on this terminal, and says what came of it: `node run-order.ts ORDER`. */
import type { TerminalOrder } from "../../src/actions/order.ts";
import { runInTerminal } from "../../src/actions/terminal-actor.ts";

const order: TerminalOrder = JSON.parse(process.argv[2] ?? "");
const { done, exitCode, message } = await runInTerminal(order);
console.log(`done=${done} code=${exitCode} ${message}`);
