import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { keccak256, toUtf8Bytes } from "ethers";
import { equivocate, signVotes, type Statement } from "../../services/bridge.ts";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

/** Two roots of one height that a witness saw an operator sign. */
export interface Evidence {
  readonly height: bigint;
  readonly statements: readonly [Statement, Statement];
}

/** A state root for a story: what the source chain looked like at a height, by somebody's account. */
export function rootFor(height: bigint, account: string): string {
  return keccak256(toUtf8Bytes(`state of the source chain at ${height}, as seen by ${account}`));
}

async function domainOf({ ethers, addresses }: Ladder): Promise<{ chainId: bigint; bridge: string }> {
  return { chainId: (await ethers.provider.getNetwork()).chainId, bridge: addresses.bridge };
}

/** Honest work: operators sign the same root and a keeper relays it. */
export async function relayRoot(
  ladder: Ladder,
  operators: readonly HardhatEthersSigner[],
  height: bigint,
): Promise<void> {
  const root = rootFor(height, "everyone");
  const signers = operators.map((key) => ({ operator: key.address, key }));
  const votes = await signVotes(signers, await domainOf(ladder), { height, root });
  await sent(ladder.contracts.bridge.connect(ladder.keeper).relay(height, root, votes));
}

/** A fault: an operator signs two different roots for one height. Nothing happens on the chain yet. */
export async function signTwice(ladder: Ladder, operator: HardhatEthersSigner, height: bigint): Promise<Evidence> {
  const roots = [rootFor(height, "everyone"), rootFor(height, "a thief")] as const;
  const { keyIndex } = await ladder.contracts.bridge.signingKey(operator.address);
  const statements = await equivocate(
    operator,
    await domainOf(ladder),
    { operator: operator.address, height },
    roots,
    keyIndex,
  );
  return { height, statements };
}

/** Anyone shows the two signatures to the bridge, which has the operator slashed. */
export async function prove(
  ladder: Ladder,
  by: HardhatEthersSigner,
  operator: string,
  evidence: Evidence,
): Promise<void> {
  const [first, second] = evidence.statements;
  await sent(ladder.contracts.bridge.connect(by).proveEquivocation(operator, evidence.height, first, second));
}
