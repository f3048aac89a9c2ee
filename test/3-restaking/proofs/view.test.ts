import { expect } from "chai";
import { hexlify } from "ethers";
import { NEVER } from "../../../scripts/beacon/proofs/forks.ts";
import { proveBalance, proveValidator } from "../../../scripts/beacon/proofs/prove.ts";
import { balanceIn } from "../../../scripts/beacon/proofs/verify.ts";
import { blockRootOf } from "../../../scripts/beacon/state/header.ts";
import { newParentRoots } from "../../../scripts/beacon/state/parent-roots.ts";
import { BEACON_ROOTS } from "../../../scripts/beacon/state/roots.ts";
import { newBeaconView } from "../../../scripts/beacon/state/view.ts";
import { deployBeacon } from "../../1-staking/beacon.ts";
import { blockOf, validatorOf } from "./states.ts";
import { Refused } from "../../../scripts/lib/refused.ts";
import { ETH_IN_GWEI } from "../../../scripts/lib/units.ts";

const NO_FORK = { gloasTimestamp: NEVER, unknownForkTimestamp: NEVER };

describe("3-restaking: beacon states of rung 1", () => {
  it("RST-124: the state after each block has what rung 1 has then, whatever comes later and in whatever order it is asked", async () => {
    const { chain, ethers, activate, deposit, advance, authority } = await deployBeacon();
    const first = await activate(1);
    const second = await activate(2, { type: 2, ether: 64n });
    const numbers: number[] = [];
    const blocks = async () => numbers.push(await ethers.provider.getBlockNumber());
    await blocks();
    await chain.connect(authority).reportPenalty(first, ETH_IN_GWEI);
    await blocks();
    await deposit(3);
    await blocks();
    await advance(12n);
    await blocks();
    await chain.connect(authority).reportSlashing(second);
    await blocks();

    const view = newBeaconView(chain, NO_FORK);
    for (const number of [...numbers, numbers[1]!, numbers.at(-1)!]) {
      const block = await view.blockAfter(number);
      const { timestamp } = (await ethers.provider.getBlock(number))!;
      expect(block.header.slot).to.equal((BigInt(timestamp) - (await chain.genesisTime())) / 12n);
      const count = await chain.validatorCount({ blockTag: number });
      for (let index = 0n; index < count; ++index) {
        const theirs = await chain.validator(index, { blockTag: number });
        const { fields } = proveValidator(block, index);
        const word = (value: bigint) => hexlify(proveNumber(value));
        expect(fields[0], `key of ${index} after block ${number}`).to.equal(theirs.pubkeyHash);
        expect(fields[1]).to.equal(theirs.withdrawalCredentials);
        expect(fields[2]).to.equal(word(theirs.effectiveBalanceGwei));
        expect(fields[3]).to.equal(word(theirs.slashed ? 1n : 0n));
        expect(fields.slice(5)).to.deep.equal(
          [theirs.activationEpoch, theirs.exitEpoch, theirs.withdrawableEpoch].map(word),
        );
        expect(balanceIn(proveBalance(block, index).balanceRoot, index)).to.equal(theirs.balanceGwei);
      }
      expect(proveBalance(block, count).balanceRoot.slice(2 + 16 * Number(count % 4n))).to.match(/^0*$/);
    }
  });

  it("RST-124: within an epoch only who an event names is read again, and one change hashes one path of the tree", async () => {
    const { chain, ethers, activate, authority, networkHelpers } = await deployBeacon();
    const indices: bigint[] = [];
    for (let number = 1; number <= 5; ++number) indices.push(await activate(number));
    const view = newBeaconView(chain, NO_FORK);
    const before = await view.blockAfter(await ethers.provider.getBlockNumber());
    expect(view.reads).to.equal(5);
    await chain.connect(authority).reportPenalty(indices[2]!, ETH_IN_GWEI);
    const after = await view.blockAfter(await ethers.provider.getBlockNumber());
    expect(view.reads).to.equal(1);
    // everything but the slot and the balance is the very same nodes
    expect(newNodes(before.state, after.state)).to.be.within(40, 60);
    await networkHelpers.mine();
    await view.blockAfter(await ethers.provider.getBlockNumber());
    expect(view.reads).to.equal(0);
  });

  it("RST-124: states are those of the client's own types: built at once or validator by validator, the root is the same", async () => {
    const validators = Array.from({ length: 40 }, (_, i) => validatorOf(i, `0x${"34".repeat(20)}`));
    for (const fork of ["electra", "gloas"] as const) {
      const whole = blockOf(fork, validators);
      const other = blockOf(fork, validators.with(7, { ...validators[7]!, balanceGwei: 1n }));
      expect(blockRootOf(whole.header)).not.to.equal(blockRootOf(other.header));
      expect(blockRootOf(blockOf(fork, validators).header)).to.equal(blockRootOf(whole.header));
    }
  });

  it("RST-125: EIP-4788's own code answers a parent's root under its block's time, for 8,191 slots", async () => {
    const { chain, ethers, activate, provider, networkHelpers } = await deployBeacon();
    await activate(1);
    const roots = newParentRoots(provider, newBeaconView(chain, NO_FORK));
    const ask = (time: bigint) =>
      ethers.provider.call({ to: BEACON_ROOTS, data: ethers.toBeHex(time, 32) }).catch(() => "refused");
    await networkHelpers.mine();
    const { timestamp, root, header } = await roots.of(await ethers.provider.getBlockNumber());
    expect(root).to.equal(blockRootOf(header));
    expect(await ask(timestamp)).to.equal(root);
    expect(await ask(timestamp + 1n)).to.equal("refused");
    const next = await roots.next(timestamp + 8_191n * 12n);
    await networkHelpers.mine();
    expect(BigInt(await networkHelpers.time.latest())).to.equal(timestamp + 8_191n * 12n);
    expect(await ask(next.timestamp)).to.equal(next.root);
    // a slot of 12 seconds that many slots later has the same place in the buffer
    expect(await ask(timestamp)).to.equal("refused");
  });

  it("RST-134: a node that takes no roots is told from one that does: the time, the cause, the way out", async () => {
    const states = { blockAfter: async () => blockOf("electra", [validatorOf(0, `0x${"12".repeat(20)}`)]) };
    const node = {
      async request({ method }: { method: string }): Promise<unknown> {
        if (method === "eth_getBlockByNumber") return { timestamp: "0x64" };
        throw new Error(`the method ${method} does not exist\nand a second line`);
      },
    };
    const error = await newParentRoots(node, states)
      .of(5)
      .catch((one: unknown) => one);
    expect(error).to.be.instanceOf(Refused);
    expect((error as Refused).message).to.match(
      /^The node takes no root for time 100 \(the method hardhat_setStorageAt does not exist\)\. Pods verify against EIP-4788, .*: use a node such as `npm run node`\.$/,
    );
  });
});

function proveNumber(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 8; ++i) bytes[i] = Number((value >> BigInt(8 * i)) & 0xffn);
  return bytes;
}

type Tree = Awaited<ReturnType<ReturnType<typeof newBeaconView>["blockAfter"]>>["state"];

/** Nodes of `after` that are not those of `before` in the same place. */
function newNodes(before: Tree, after: Tree): number {
  if (before === after) return 0;
  if (after.isLeaf() || before.isLeaf()) return 1;
  return 1 + newNodes(before.left, after.left) + newNodes(before.right, after.right);
}
