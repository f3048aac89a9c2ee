import { expect } from "chai";
import fc from "fast-check";
import { type BridgeMessage, equivocate, messageTree, signVotes } from "../../../scripts/services/bridge.ts";
import { ethers, networkHelpers } from "../core.ts";
import { deployStaffedBridge, type StaffedBridge, TRUST_DELAY_SECONDS, voters } from "./fixture.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const HEIGHT = 100n;
const FORGED_HEIGHT = 101n;

/** Seven locks on the source chain, two of them equal but for their nonce. */
const MESSAGES: BridgeMessage[] = Array.from({ length: 7 }, (_, index) => ({
  nonce: BigInt(index),
  recipient: ethers.getAddress(ethers.dataSlice(ethers.id(`recipient ${index % 6}`), 12)),
  amount: BigInt((index % 6) + 1) * ETH,
}));

async function relayMessages({ bridge, domain, op1, op2 }: StaffedBridge, height: bigint, messages: BridgeMessage[]) {
  const tree = messageTree(messages);
  const votes = await signVotes(voters(op1, op2), domain, { height, root: tree.root });
  await bridge.relay(height, tree.root, votes);
  return tree;
}

/** A bridge whose quorum relayed the true messages long enough ago. */
async function deployTrusted() {
  const deployed = await deployStaffedBridge();
  const tree = await relayMessages(deployed, HEIGHT, MESSAGES);
  await networkHelpers.time.increase(TRUST_DELAY_SECONDS);
  return { ...deployed, tree };
}

describe("Bridge: what a consumer proves against a root", () => {
  it("AVS-25: every message of the tree is paid to its recipient, by anyone", async () => {
    const { consumer, alice, tree } = await networkHelpers.loadFixture(deployTrusted);
    for (const [index, message] of MESSAGES.entries()) {
      await expect(consumer.connect(alice).pay(HEIGHT, message, tree.proofOf(index)))
        .to.emit(consumer, "MessagePaid")
        .withArgs(HEIGHT, message.nonce, message.recipient, message.amount);
    }
    const sum = MESSAGES.reduce((total, { amount }) => total + amount, 0n);
    expect(await consumer.totalSupply()).to.equal(sum);
  });

  it("AVS-25: a message or proof with any part changed is refused (fuzzed)", async () => {
    const { consumer, tree } = await networkHelpers.loadFixture(deployTrusted);
    const refused = async (message: BridgeMessage, proof: string[]) => {
      await expect(consumer.pay.staticCall(HEIGHT, message, proof))
        .to.be.revertedWithCustomError(consumer, "InvalidProof")
        .withArgs(HEIGHT, message.nonce);
    };
    const mutation = fc.record({
      index: fc.nat(MESSAGES.length - 1),
      part: fc.constantFrom("nonce", "recipient", "amount", "proof bit", "proof cut", "proof grown"),
      bit: fc.nat(255),
      place: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ index, part, bit, place }) => {
        const honest = MESSAGES[index]!;
        const proof = tree.proofOf(index);
        const flip = (word: string) => ethers.toBeHex(BigInt(word) ^ (1n << BigInt(bit)), 32);
        const at = place % proof.length;
        if (part === "nonce") await refused({ ...honest, nonce: honest.nonce ^ (1n << BigInt(bit)) }, proof);
        if (part === "amount") await refused({ ...honest, amount: honest.amount ^ (1n << BigInt(bit)) }, proof);
        if (part === "recipient") {
          const recipient = ethers.toBeHex(BigInt(honest.recipient) ^ (1n << BigInt(bit % 160)), 20);
          await refused({ ...honest, recipient }, proof);
        }
        if (part === "proof bit") await refused(honest, proof.with(at, flip(proof[at]!)));
        if (part === "proof cut") await refused(honest, proof.toSpliced(at, 1));
        if (part === "proof grown") await refused(honest, proof.toSpliced(at, 0, flip(proof[at]!)));
      }),
      { numRuns: 120, seed: 4 },
    );
  });

  it("AVS-25: an inner node of the tree is no message", async () => {
    const { consumer, tree } = await networkHelpers.loadFixture(deployTrusted);
    const [sibling, ...rest] = tree.proofOf(0);
    const asMessage = { nonce: BigInt(sibling!), recipient: ethers.ZeroAddress, amount: 0n };
    await expect(consumer.pay(HEIGHT, asMessage, rest)).to.be.revertedWithCustomError(consumer, "InvalidProof");
  });

  it("AVS-26: a message is paid once, also under a later root that holds it too", async () => {
    const deployed = await networkHelpers.loadFixture(deployTrusted);
    const { consumer, tree } = deployed;
    await consumer.pay(HEIGHT, MESSAGES[0]!, tree.proofOf(0));
    const later = await relayMessages(deployed, HEIGHT + 5n, MESSAGES);
    await networkHelpers.time.increase(TRUST_DELAY_SECONDS);
    for (const height of [HEIGHT, HEIGHT + 5n]) {
      await expect(consumer.pay(height, MESSAGES[0]!, later.proofOf(0)))
        .to.be.revertedWithCustomError(consumer, "AlreadyPaid")
        .withArgs(0n);
    }
  });

  it("AVS-26: a root is trusted from the end of the delay on, and an unknown height never", async () => {
    const deployed = await networkHelpers.loadFixture(deployStaffedBridge);
    const { consumer } = deployed;
    const tree = await relayMessages(deployed, HEIGHT, MESSAGES);
    const trustedAt = BigInt(await networkHelpers.time.latest()) + TRUST_DELAY_SECONDS;
    await networkHelpers.time.setNextBlockTimestamp(trustedAt - 1n);
    await expect(consumer.pay(HEIGHT, MESSAGES[0]!, tree.proofOf(0)))
      .to.be.revertedWithCustomError(consumer, "RootTooYoung")
      .withArgs(HEIGHT, trustedAt);
    await networkHelpers.time.setNextBlockTimestamp(trustedAt);
    await consumer.pay(HEIGHT, MESSAGES[0]!, tree.proofOf(0));
    await expect(consumer.pay(FORGED_HEIGHT, MESSAGES[1]!, tree.proofOf(1)))
      .to.be.revertedWithCustomError(consumer, "UnknownHeight")
      .withArgs(FORGED_HEIGHT);
  });

  it("AVS-28: a quorum that lies once gets a forged message paid, and nobody is provably at fault", async () => {
    const deployed = await networkHelpers.loadFixture(deployTrusted);
    const { consumer, mallory } = deployed;
    const theft = { nonce: 999n, recipient: mallory.address, amount: 1_000_000n * ETH };
    const forged = await relayMessages(deployed, FORGED_HEIGHT, [...MESSAGES, theft]);
    await networkHelpers.time.increase(TRUST_DELAY_SECONDS);
    await consumer.pay(FORGED_HEIGHT, theft, forged.proofOf(MESSAGES.length));
    expect(await consumer.balanceOf(mallory)).to.equal(theft.amount);
  });

  it("AVS-28: if the liars also signed the truth, the forged root is revoked within the delay and pays nothing", async () => {
    const deployed = await networkHelpers.loadFixture(deployTrusted);
    const { bridge, consumer, mallory, domain, op1 } = deployed;
    const theft = { nonce: 999n, recipient: mallory.address, amount: 1_000_000n * ETH };
    const forged = await relayMessages(deployed, FORGED_HEIGHT, [...MESSAGES, theft]);
    const operator = op1.account.address;
    const roots = [messageTree(MESSAGES).root, forged.root] as const;
    const evidence = await equivocate(op1.key, domain, { operator, height: FORGED_HEIGHT }, roots);
    await bridge.proveEquivocation(operator, FORGED_HEIGHT, ...evidence);

    const [relayed] = await bridge.queryFilter(bridge.filters.RootRelayed(FORGED_HEIGHT));
    const { operators, weights, totalStake } = relayed!.args;
    await bridge.revoke(FORGED_HEIGHT, [...operators], [...weights], totalStake);
    await networkHelpers.time.increase(TRUST_DELAY_SECONDS);
    await expect(consumer.pay(FORGED_HEIGHT, theft, forged.proofOf(MESSAGES.length)))
      .to.be.revertedWithCustomError(consumer, "UnknownHeight")
      .withArgs(FORGED_HEIGHT);
  });
});
