/** `npm run leverage`: what leverage does to a holder of the LRT, and which loss a market survives. No chain. */
import { styleText } from "node:util";
import { BadOption, refuse } from "./lib/command-line.ts";
import { type LeverageOptions, readLeverageOptions } from "./leverage/options.ts";
import { movingsOf } from "./leverage/moving.ts";
import { buffersOf, leverageText, rowsOf } from "./leverage/table.ts";
import { ETH } from "./lib/units.ts";

function options(): LeverageOptions {
  try {
    return readLeverageOptions(process.argv.slice(2));
  } catch (error) {
    if (error instanceof BadOption) return refuse(error.message);
    throw error;
  }
}

const { terms, leverageBps, capBps, pool, lent, json } = options();
const [rows, buffers] = [rowsOf(terms, leverageBps), buffersOf(capBps, pool, terms.boundBps)];
const movings = movingsOf(terms.lltvBps, pool.depth * ETH, lent * ETH);
if (json) {
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  console.log(JSON.stringify({ terms, rows, buffers, movings }, plain, 2));
} else for (const line of leverageText({ rows, buffers, movings }, (text) => styleText("red", text))) console.log(line);
