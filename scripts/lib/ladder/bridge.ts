import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { type ContractTransactionResponse, keccak256, toUtf8Bytes } from "ethers";
import type { Bridge } from "../../../typechain-types/index.ts";
import { type BridgeMessage, equivocate, messageTree, signVotes, type Statement } from "../../services/bridge.ts";
import type { Ladder } from "./ladder.ts";
import { inOneBlock } from "./one-block.ts";
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

async function domainOf({ ethers }: Ladder, bridge: Bridge): Promise<{ chainId: bigint; bridge: string }> {
  return { chainId: (await ethers.provider.getNetwork()).chainId, bridge: await bridge.getAddress() };
}

/** Operators sign the same root, true or not, and a keeper relays it. */
export async function relayRoot(
  ladder: Ladder,
  operators: readonly HardhatEthersSigner[],
  height: bigint,
  bridge = ladder.contracts.bridge,
  root = rootFor(height, "everyone"),
): Promise<void> {
  const signers = operators.map((key) => ({ operator: key.address, key }));
  const votes = await signVotes(signers, await domainOf(ladder, bridge), { height, root });
  await sent(bridge.connect(ladder.keeper).relay(height, root, votes));
}

/** A fault: an operator signs two different roots for one height. Nothing happens on the chain yet. */
export async function signTwice(
  ladder: Ladder,
  operator: HardhatEthersSigner,
  height: bigint,
  bridge = ladder.contracts.bridge,
  root = rootFor(height, "everyone"),
): Promise<Evidence> {
  const roots = [root, rootFor(height, "somebody else")] as const;
  const { keyIndex } = await bridge.signingKey(operator.address);
  const statements = await equivocate(
    operator,
    await domainOf(ladder, bridge),
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
  bridge = ladder.contracts.bridge,
): Promise<void> {
  const [first, second] = evidence.statements;
  await sent(bridge.connect(by).proveEquivocation(operator, evidence.height, first, second));
}

/** Anyone has a root taken back whose honest signers are no quorum. */
export async function revokeRoot(bridge: Bridge, by: HardhatEthersSigner, height: bigint): Promise<void> {
  const [relayed] = await bridge.queryFilter(bridge.filters.RootRelayed(height));
  if (!relayed) throw new Error(`the bridge has no root of height ${height}`);
  const { operators, weights, totalStake } = relayed.args;
  await sent(bridge.connect(by).revoke(height, [...operators], [...weights], totalStake));
}

/** A bridge at which an operator has contradicted itself. */
export interface Lie {
  readonly bridge: Bridge;
  readonly operator: string;
  readonly evidence: Evidence;
}

/** No transaction may have more than twice that (EIP-7825), and a block has room for several. */
const PROOF_GAS = 8_000_000n;

/** Anyone shows several contradictions in one block, in their order. */
export async function proveTogether(ladder: Ladder, by: HardhatEthersSigner, lies: readonly Lie[]): Promise<void> {
  await inOneBlock(ladder, async () => {
    const transactions: ContractTransactionResponse[] = [];
    for (const { bridge, operator, evidence } of lies) {
      const [first, second] = evidence.statements;
      const connected = bridge.connect(by);
      transactions.push(
        await connected.proveEquivocation(operator, evidence.height, first, second, { gasLimit: PROOF_GAS }),
      );
    }
    return transactions;
  });
}

/** Anyone brings messages to the consumer, which mints what they say. */
export async function payMessages(
  { contracts }: Ladder,
  by: HardhatEthersSigner,
  height: bigint,
  messages: readonly BridgeMessage[],
  isFor: string,
): Promise<bigint> {
  const tree = messageTree(messages);
  let minted = 0n;
  for (const [index, message] of messages.entries()) {
    const isPaid = await contracts.bridgeConsumer.paid(await contracts.bridgeConsumer.leafOf(message));
    if (message.recipient !== isFor || isPaid) continue;
    await sent(contracts.bridgeConsumer.connect(by).pay(height, message, tree.proofOf(index)));
    minted += message.amount;
  }
  return minted;
}
