import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { credentialsFor, depositDataFor, pubkeyOf } from "../../../scripts/beacon/depositData.ts";
import { balanceProof, CONTAINER_PROOF } from "./pod.ts";
import { DELAY_BLOCKS, deployPodsOnCore } from "./podOnCore.ts";
import { sendable } from "../../../scripts/lib/ladder/withdrawal.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH_IN_GWEI, WAD } from "../../../scripts/lib/units.ts";

type Shares = { depositShares: string; withdrawableShares: string; beaconChainSlashingFactor: string };
type Expected = {
  stakers: Record<"alice" | "bob", { BEACON: Shares }>;
  operators: { op1: { BEACON: { operatorShares: string; maxMagnitude: string } } };
  withdrawals: { currentShares: string[] }[];
};

/** The recording whose pod was a stub; here real pods over rung 1 make the same calls. */
const { steps } = JSON.parse(
  gunzipSync(readFileSync(new URL("../recordings/S6_beacon_chain_dual_slashing.json.gz", import.meta.url))).toString(),
) as { steps: { expect: Expected }[] };

describe("3-restaking: pods on the core", () => {
  it("RST-97: validators, slashes, penalties and queue leave what S6 recorded after every step, to the wei", async () => {
    const core = await deployPodsOnCore();
    const { delegation, manager, allocation, alice, bob, op1, delegate, slash, networkHelpers, podOf } = core;
    const alices = await podOf(alice, [1, 2]);
    const bobs = await podOf(bob, [3, 4]);
    const root = async () => (await delegation.getQueuedWithdrawalRoots(alice))[0] ?? "";

    const expectStep = async (step: number) => {
      const expected = steps[step]?.expect;
      if (!expected) throw new Error(`the recording has no step ${step}`);
      for (const [name, staker] of [["alice", alice] as const, ["bob", bob] as const]) {
        const [[withdrawable], [deposited]] = await delegation.getWithdrawableShares(staker, [
          BEACON_CHAIN_ETH_STRATEGY,
        ]);
        expect({
          depositShares: String(deposited),
          withdrawableShares: String(withdrawable),
          beaconChainSlashingFactor: String(await manager.beaconChainSlashingFactor(staker)),
        }).to.deep.include(
          pick(expected.stakers[name].BEACON, "depositShares", "withdrawableShares", "beaconChainSlashingFactor"),
          `${name} after step ${step}`,
        );
      }
      const operator = expected.operators.op1.BEACON;
      expect(String(await delegation.operatorShares(op1, BEACON_CHAIN_ETH_STRATEGY))).to.equal(operator.operatorShares);
      expect(String(await allocation.getMaxMagnitude(op1, BEACON_CHAIN_ETH_STRATEGY))).to.equal(operator.maxMagnitude);
      for (const withdrawal of expected.withdrawals) {
        expect((await delegation.getQueuedWithdrawal(await root())).shares.map(String)).to.deep.equal(
          withdrawal.currentShares,
        );
      }
    };
    const operatorSet = { avs: core.avs1.address, id: 0n };
    const play: Record<number, () => Promise<unknown>> = {
      2: () => alices.verify(...alices.indices.slice(0, 1)),
      3: () => bobs.verify(...bobs.indices),
      4: () => delegate(alice),
      5: () =>
        allocation
          .connect(op1)
          .modifyAllocations(op1, [{ operatorSet, strategies: [BEACON_CHAIN_ETH_STRATEGY], newMagnitudes: [WAD] }]),
      6: () =>
        allocation.connect(op1).registerForOperatorSets(op1, { avs: core.avs1, operatorSetIds: [0n], data: "0x" }),
      8: () => slash(WAD / 2n),
      9: () => alices.checkpointAt(24n * ETH_IN_GWEI),
      10: () => bobs.checkpointAt(32n * ETH_IN_GWEI - 1n, 32n * ETH_IN_GWEI),
      11: () => delegate(bob),
      12: () => alices.verify(...alices.indices.slice(1)),
      13: () => bobs.checkpointAt(32n * ETH_IN_GWEI - 2n, 32n * ETH_IN_GWEI),
      14: () => slash(333_333_333_333_333_333n),
      15: () =>
        delegation.connect(alice).queueWithdrawals([
          {
            strategies: [BEACON_CHAIN_ETH_STRATEGY],
            depositShares: [32n * WAD],
            __deprecated_withdrawer: alice.address,
          },
        ]),
      16: () => networkHelpers.mine(5),
      17: () => alices.checkpointAt(10n * ETH_IN_GWEI, 32n * ETH_IN_GWEI),
      18: () => slash(WAD / 10n),
      19: () => networkHelpers.mine(DELAY_BLOCKS + 1n),
    };
    for (const [step, act] of Object.entries(play)) {
      await act();
      await expectStep(Number(step));
    }
  });

  it("RST-98: a validator's whole way: staked through the manager, exited, swept, checkpointed, paid to the wei", async () => {
    const { ethers, chain, manager, delegation, alice, advance, networkHelpers, podOf } = await deployPodsOnCore();
    const { pod, verify } = await podOf(alice, []);
    const data = depositDataFor(pubkeyOf("test", 1), credentialsFor(1, await pod.getAddress()), 32n * ETH_IN_GWEI);
    await manager.connect(alice).stake(data.pubkey, data.signature, data.root, { value: 32n * WAD });
    await advance(10n);
    await verify(0n);
    expect(await manager.podOwnerDepositShares(alice)).to.equal(32n * WAD);
    await advance(256n);
    await pod.requestWithdrawal([{ pubkey: data.pubkey, amountGwei: 0n }], { value: 1n });
    await advance(261n);
    await chain.sweep(0n);
    await pod.startCheckpoint(true);
    await pod.verifyCheckpointProofs(CONTAINER_PROOF, [balanceProof(1)]);
    const shares = await manager.podOwnerDepositShares(alice);
    expect(shares).to.equal((32n * ETH_IN_GWEI + (256n + 5n) * 32n * 347n) * 10n ** 9n);
    const params = {
      strategies: [BEACON_CHAIN_ETH_STRATEGY],
      depositShares: [shares],
      __deprecated_withdrawer: alice.address,
    };
    await delegation.connect(alice).queueWithdrawals([params]);
    await networkHelpers.mine(DELAY_BLOCKS + 1n);
    const [root = ""] = await delegation.getQueuedWithdrawalRoots(alice);
    const { withdrawal } = await delegation.getQueuedWithdrawal(root);
    await expect(
      delegation.connect(alice).completeQueuedWithdrawal(sendable(withdrawal), [ethers.ZeroAddress], true),
    ).to.changeEtherBalance(ethers, alice, shares);
    expect(await ethers.provider.getBalance(pod)).to.equal(0n);
  });
});

function pick(shares: Shares, ...fields: readonly (keyof Shares)[]): Partial<Shares> {
  return Object.fromEntries(fields.map((field) => [field, shares[field]]));
}
