/** `npm run gas:snapshot`: measures the tests marked [gas] and writes what they cost to the committed snapshot. */
import { copyFileSync } from "node:fs";
import { commandLineOf } from "./lib/command-line.ts";
import { FLOWS_DIRECTORY, GAS_SNAPSHOT, measureFlows } from "./checks/gas.ts";

commandLineOf({});
if (measureFlows(process.cwd())) copyFileSync(`${FLOWS_DIRECTORY}/gas.json`, GAS_SNAPSHOT);
else process.exitCode = 1;
