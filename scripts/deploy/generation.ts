import { join } from "node:path";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { ZeroAddress } from "ethers";
import { SLASHERS, STANDING, type StandingName } from "../../deploy/modules/5-successor.ts";
import { readJournal } from "./journal.ts";
import { DeploymentRefused } from "./refusal.ts";

/** What is known of a later generation of the vault before it is deployed. */
export interface Generation {
  /** name of its journal's folder */
  readonly deploymentId: string;
  /** the contracts that it stands on */
  readonly standing: Readonly<Record<StandingName, string>>;
  /** the vault before it, which is wound up, and where its governor points to the next; undefined if nowhere yet */
  readonly predecessor: { readonly vault: string; readonly runOff: string; readonly successor: string | undefined };
}

interface Asked {
  /** 2 for the vault after the first */
  readonly number: number;
  /** name of the journal's folder of the ladder itself */
  readonly first: string;
  /** folder of all journals */
  readonly deployments: string;
  readonly deployer: string;
}

const journalOf = (first: string, number: number): string => (number === 1 ? first : `${first}-generation-${number}`);

/**
 * Finds what a later generation stands on, in the journals of those before it.
 *
 * @throws DeploymentRefused when there is none before it, when that one is not wound up or has a successor already, or when
 * the deployer may not have the slashers tell another vault
 */
export async function readGeneration(
  ethers: HardhatEthers,
  { number, first, deployments, deployer }: Asked,
): Promise<Generation> {
  if (!Number.isSafeInteger(number) || number < 1)
    throw new DeploymentRefused(`There is no generation ${number}.`, "The first is 1, the vault after it 2.");
  const folder = (of: number) => join(deployments, journalOf(first, of));
  const ladder = await readJournal(folder(1));
  const before = await readJournal(folder(number - 1));
  const [vault, runOff] = [before.addresses["Vault#Vault"], before.addresses["Vault#RunOff"]];
  if (vault === undefined || runOff === undefined || (await ethers.provider.getCode(vault)) === "0x")
    throw new DeploymentRefused(
      `No vault of generation ${number - 1} is known on this chain: ${folder(number - 1)} has no journal of it.`,
      "Give the same --preset, --core and --deployment-id as for the first one.",
    );
  if (!(await (await ethers.getContractAt("IVault", vault)).isWoundUp()))
    throw new DeploymentRefused(
      `The vault ${vault} is not wound up: deposits are still for it.`,
      "A vault that is dead for as long as its grace is wound up by anybody: RunOff.windUp().",
    );
  const named = await (await ethers.getContractAt("IRunOff", runOff)).successor();
  const successor = named === ZeroAddress ? undefined : named;
  const deploymentId = journalOf(first, number);
  if (successor !== undefined && !(await readJournal(folder(number))).exists)
    throw new DeploymentRefused(
      `The vault ${vault} has a successor already, ${successor}, and ${folder(number)} holds no journal of it.`,
      "Restore that folder, or deploy the generation after that one.",
    );
  const addresses = Object.entries(STANDING).map(([name, [, future]]) => [name, ladder.addresses[future]] as const);
  const missing = addresses.filter(([, address]) => address === undefined);
  if (missing.length > 0)
    throw new DeploymentRefused(
      `${folder(1)} does not say where ${missing.map(([name]) => name).join(", ")} stands.`,
      "Let the deployment of the ladder end first: npm run deploy.",
    );
  const standing = Object.fromEntries(addresses) as Record<StandingName, string>;
  for (const name of SLASHERS) {
    const slasher = await ethers.getContractAt("InstantSlasher", standing[name]);
    const owner = await slasher.owner();
    if (owner !== deployer)
      throw new DeploymentRefused(
        `${deployer} may not have ${name} ${standing[name]} tell another vault: it is ${owner}'s.`,
        "Deploy from the account that administers the services.",
      );
  }
  return { deploymentId, standing, predecessor: { vault, runOff, successor } };
}
