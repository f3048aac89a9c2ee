import { readFile, rm } from "node:fs/promises";
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

async function readOr<T>(file: string, fallback: T, parse: (text: string) => T): Promise<T> {
  try {
    return parse(await readFile(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return fallback;
    throw error;
  }
}

export async function readJournal(folder: string): Promise<Journal> {
  const exists = await readOr(join(folder, "journal.jsonl"), false, (text) => text.trim() !== "");
  const addresses = await readOr<Record<string, string>>(join(folder, "deployed_addresses.json"), {}, JSON.parse);
  return { folder, exists, addresses };
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
