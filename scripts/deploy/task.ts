import { resolve } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { PRICING_RULES, type PricingRule } from "../../deploy/modules/5-lrt.ts";
import type { DeployedLadder, DeployOptions } from "./deploy.ts";
import { deployWatched } from "./watched.ts";
import { readExistingCore } from "./existing-core.ts";
import { readExistingMarkets } from "./existing-markets.ts";
import { readPreset } from "./presets.ts";
import { buildContracts } from "../lib/build.ts";
import { refusing } from "../lib/refusing.ts";
import { textTable } from "../lib/text-table.ts";
import { DeploymentRefused } from "./refusal.ts";

interface Arguments {
  readonly preset: string | undefined;
  readonly core: string | undefined;
  readonly markets: string | undefined;
  readonly rule: string;
  readonly generation: number;
  readonly deploymentId: string | undefined;
  readonly again: boolean;
  readonly forceMainnet: boolean;
  readonly json: boolean;
}

function pricingRule(name: string): PricingRule {
  const rule = PRICING_RULES.find((known) => known === name);
  if (rule !== undefined) return rule;
  throw new DeploymentRefused(`There is no pricing rule "${name}".`, `Give one of: ${PRICING_RULES.join(", ")}.`);
}

/** A file as the caller named it: relative to the folder in which the command was given. */
const fromCaller = (file: string) => resolve(process.env.INIT_CWD ?? process.cwd(), file);

function* afterwards({ vault, runOff, successor }: NonNullable<DeployedLadder["predecessor"]>, next: string) {
  yield `The vault comes after ${vault}, which is wound up and owes it nothing.`;
  if (successor === undefined)
    yield `Its governor may point there, after the delay: RunOff ${runOff}, nameSuccessor(${next}).`;
  else yield `Its governor points to ${successor}.`;
}

function* lines(ladder: DeployedLadder): Generator<string> {
  if (ladder.forgotten) yield "The journal of a development node that is gone was thrown away.";
  if (ladder.minedBlocks > 0n) yield `Mined ${ladder.minedBlocks} blocks, before which slashing would underflow.`;
  if (ladder.fallen.length > 0) {
    const roles = ladder.fallen.map(({ moduleId, parameter }) => `${moduleId}.${parameter}`);
    yield `The network has too few accounts: the deployer also holds ${roles.join(", ")}.`;
  }
  yield* textTable(Object.entries(ladder.addresses), { indent: "  " });
  if (ladder.predecessor !== undefined) yield* afterwards(ladder.predecessor, ladder.addresses.vault!);
  yield ladder.transactions === 0
    ? `The ladder stood already on chain ${ladder.chainId} (${ladder.journal}): nothing was sent.`
    : `The ladder stands on chain ${ladder.chainId}: ${ladder.transactions} transactions, journal in ${ladder.journal}.`;
}

/** `hardhat deploy`: looks at the arguments, builds, deploys, prints. What is refused exits with 2. */
export async function runDeploy(args: Arguments, hre: HardhatRuntimeEnvironment): Promise<void> {
  await refusing(async () => deployAndPrint(args, await checked(args), hre));
}

/** What can be said of the arguments before anything is built. */
async function checked(args: Arguments): Promise<DeployOptions> {
  const { preset, generation } = args;
  const named = (file: string | undefined) => (file === undefined ? undefined : fromCaller(file));
  const [core, markets] = [named(args.core), named(args.markets)];
  const rule = pricingRule(args.rule);
  if (generation < 1)
    throw new DeploymentRefused(`There is no generation ${generation}.`, "1 is the first vault, 2 the one after it.");
  if (preset !== undefined) await readPreset(preset);
  if (core !== undefined) await readExistingCore(core);
  if (markets !== undefined) await readExistingMarkets(markets);
  return { ...args, core, markets, rule };
}

async function deployAndPrint(args: Arguments, options: DeployOptions, hre: HardhatRuntimeEnvironment): Promise<void> {
  const connection = await hre.network.create();
  try {
    await buildContracts(hre);
    const ladder = await deployWatched(hre, connection, options);
    if (args.json) {
      const plain = (_: string, value: unknown) => (typeof value === "bigint" ? Number(value) : value);
      console.log(JSON.stringify(ladder, plain, 2));
    } else for (const line of lines(ladder)) console.log(line);
  } finally {
    await connection.close();
  }
}
