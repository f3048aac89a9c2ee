import type { Provider } from "ethers";
import { getCreateAddress } from "ethers";
import { DeploymentRefused } from "./refusal.ts";

/** The part of a compiled contract that tells it on a chain: its code, and where its immutables stand in it. */
export interface DeployedCode {
  contractName: string;
  deployedBytecode: string;
  immutableReferences?: Record<string, readonly { start: number; length: number }[]>;
}

export interface FoundContract {
  contractName: string;
  address: string;
  nonce: number;
}

/** How many of an account's latest contract creations are looked at. */
const NONCES = 400;

/** How many questions are put to the node at once. */
const AT_ONCE = 50;

/** Code with its immutables blanked, so that two deployments of one contract compare as equal. */
function withoutImmutables(code: string, references: DeployedCode["immutableReferences"]): string {
  let blank = code.slice(2);
  for (const places of Object.values(references ?? {})) {
    for (const { start, length } of places) {
      blank = blank.slice(0, start * 2) + "0".repeat(length * 2) + blank.slice((start + length) * 2);
    }
  }
  return blank;
}

/**
 * Finds contracts of ours that an account has created before, by comparing the code at each address it can have
 * created (an address follows from account and nonce, EIP-161) with the compiled contracts.
 */
export async function findEarlier(
  provider: Provider,
  deployer: string,
  contracts: readonly DeployedCode[],
): Promise<FoundContract[]> {
  const next = await provider.getTransactionCount(deployer);
  const nonces = Array.from({ length: Math.min(next, NONCES) }, (_, i) => next - Math.min(next, NONCES) + i);
  const found: FoundContract[] = [];
  for (let at = 0; at < nonces.length; at += AT_ONCE) {
    const part = nonces.slice(at, at + AT_ONCE);
    const codes = await Promise.all(part.map((nonce) => provider.getCode(getCreateAddress({ from: deployer, nonce }))));
    codes.forEach((code, i) => {
      const nonce = part[i] as number;
      const match = contracts.find(
        ({ deployedBytecode, immutableReferences }) =>
          code.length === deployedBytecode.length &&
          code !== "0x" &&
          withoutImmutables(code, immutableReferences) === withoutImmutables(deployedBytecode, immutableReferences),
      );
      if (match !== undefined) {
        const address = getCreateAddress({ from: deployer, nonce });
        found.push({ contractName: match.contractName, address, nonce });
      }
    });
  }
  return found;
}

/**
 * Refuses a deployment whose journal is gone although its contracts stand: it would be a second ladder.
 *
 * @throws DeploymentRefused
 */
export function assertNothingEarlier(found: readonly FoundContract[], deployer: string, folder: string): void {
  if (found.length === 0) return;
  const list = found.map(({ contractName, address, nonce }) => `    ${contractName} at ${address} (nonce ${nonce})`);
  throw new DeploymentRefused(
    `${deployer} has deployed here before, but ${folder} holds no journal of it:\n${list.join("\n")}`,
    "Restore that folder to go on with that deployment, or give --again to deploy a second ladder beside it.",
  );
}
