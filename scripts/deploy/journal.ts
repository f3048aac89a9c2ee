import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Provider } from "ethers";
import { DeploymentRefused } from "./refusal.ts";

/** The folder of all journals, in the repository's: Ignition's own, which commands know that load no Ignition. */
export const deploymentsIn = (root: string): string => join(root, "deploy/deployments");

/** What a deployment folder says: whether a journal is there, and where the contracts of it stand. */
export interface Journal {
  readonly folder: string;
  readonly exists: boolean;
  /** Future id (`Restaking#CoreFactory`) → address. */
  readonly addresses: Readonly<Record<string, string>>;
}

type Addresses = Record<string, string>;

/** A deployment folder's files: what is done, a line each, and the list of addresses. Nothing where there is none. */
const filesOf = async (folder: string) =>
  [await readText(join(folder, "journal.jsonl")), await readText(join(folder, LIST))] as const;

const LIST = "deployed_addresses.json";

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** The list, if it is whole: Ignition empties it and writes it anew, and its process can end, or be read, in between. */
function parseList(text: string): Addresses | undefined {
  try {
    return JSON.parse(text) as Addresses;
  } catch {
    return undefined;
  }
}

/** What of a journal's lines tells an address, as Ignition lists them. */
interface Told {
  readonly futureId: string;
  readonly contractAddress?: string;
  readonly result?: { readonly address?: string };
}

/** The addresses that a journal tells, of which no line is ever rewritten. */
function addressesIn(journal: string): Addresses {
  const lines = journal
    .split("\n")
    .filter((line) => /"(?:DEPLOYMENT_EXECUTION_STATE_COMPLETE|CONTRACT_AT_)/.test(line));
  const told = lines.map((line) => JSON.parse(line) as Told);
  return Object.fromEntries(
    told.flatMap(({ futureId, contractAddress, result }) => {
      const address = contractAddress ?? result?.address;
      return address === undefined ? [] : [[futureId, address]];
    }),
  );
}

export async function readJournal(folder: string): Promise<Journal> {
  const [journal, list] = await filesOf(folder);
  return { folder, exists: journal.trim() !== "", addresses: parseList(list) ?? addressesIn(journal) };
}

/**
 * Puts into the list of addresses what the journal has and the list has not: where a deployment was killed after a line of
 * the journal, Ignition would never list that address, or could not read what it had begun to write.
 */
export async function mendAddresses(folder: string): Promise<void> {
  const [journal, text] = await filesOf(folder);
  const list = parseList(text);
  const told = addressesIn(journal);
  if (Object.keys(told).every((future) => list?.[future] === told[future])) return;
  const next = join(folder, `${LIST}.next`);
  await writeFile(next, `${JSON.stringify({ ...list, ...told }, null, 2)}\n`);
  await rename(next, join(folder, LIST));
}

/**
 * Whether a journal belongs to a chain that is gone: it names contracts, and none of them has code here. A development
 * node that was started again is such a chain.
 */
async function isOfAnotherChain(provider: Provider, { addresses }: Journal): Promise<boolean> {
  const all = Object.values(addresses);
  if (all.length === 0) return false;
  const codes = await Promise.all(all.map((address) => provider.getCode(address)));
  return codes.every((code) => code === "0x");
}

/**
 * Forgets the journal of a development node that was started again.
 *
 * @returns whether there was one to forget
 * @throws DeploymentRefused on any other chain, where lost contracts mean that something is wrong
 */
export async function forgetLostChain(provider: Provider, journal: Journal, isDevelopment: boolean): Promise<boolean> {
  if (!(await isOfAnotherChain(provider, journal))) return false;
  if (!isDevelopment) {
    throw new DeploymentRefused(
      `${journal.folder} names contracts, and none of them has code on this chain.`,
      "Check --network; if that chain is gone for good, delete the folder and deploy again.",
    );
  }
  await rm(journal.folder, { recursive: true });
  return true;
}
