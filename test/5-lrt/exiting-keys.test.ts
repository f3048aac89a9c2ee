import { expect } from "chai";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, HOUR, type Ladder, restored, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

const LEAVING = 6;

/** Seven proven validators in one slot, six of them on their way out for a closed batch. */
async function manyLeaving() {
  const s = await standUpLadder();
  await s.restaker.setSlot(1n, 0n, 0n);
  await s.restaker.setSlot(0n, 10_000n, 10n ** 6n * ETH);
  await s.vault.connect(s.alice).deposit(s.alice, 0n, FOREVER, { value: 224n * ETH });
  const keys = await s.stakeValidators(0n, LEAVING + 1);
  await s.queue.connect(s.alice).request(await s.vault.toSharesDown(190n * ETH), s.alice, 0n, FOREVER);
  await s.networkHelpers.time.increase(HOUR);
  await s.queue.close();
  const pubkeys = keys.slice(0, LEAVING).map(({ pubkey }) => pubkey);
  const value = (await s.beacon.withdrawalRequestFee()) * 10n;
  await s.restaker.connect(s.keeper).exitValidators(0n, pubkeys, { value });
  return { ...s, keys };
}

const indexOf = async (s: Ladder, { pubkey }: { pubkey: string }) =>
  (await s.beacon.indexOf(pubkeyHashOf(pubkey))).index;

describe("many validators on their way out of one slot", () => {
  it("OPS-76: their sum is what they bring one by one, and costs one read however many they are", async () => {
    const s = await restored(manyLeaving);
    const pod = await s.ethers.getContractAt("IEigenPod", await s.delegators[0].pod());
    let sum = 0n;
    for (const key of await s.delegators[0].exitingKeys()) {
      sum += (await pod.validatorPubkeyHashToInfo(key)).restakedBalanceGwei * 10n ** 9n;
    }
    expect(await s.delegators[0].exitingAssets()).to.equal(sum);
    const bySum = await s.delegators[0].exitingAssets.estimateGas();
    // after another checkpoint they are read one by one, until somebody makes the sum anew
    await s.advanceEpochs(1n);
    await s.checkpoint(0n, s.keys);
    const oneByOne = await s.delegators[0].exitingAssets.estimateGas();
    expect(oneByOne).to.be.greaterThan(bySum + 15_000n);
    const read = await s.delegators[0].exitingAssets();
    await s.delegators[0].connect(s.bob).refreshExits();
    expect(await s.delegators[0].exitingAssets()).to.equal(read);
    expect(await s.delegators[0].exitingAssets.estimateGas()).to.be.below(bySum + 5_000n);
  });

  it("OPS-76: a slashed one counts until anybody makes the sum anew, and one that has left not at all", async () => {
    const s = await restored(manyLeaving);
    const before = await s.delegators[0].exitingAssets();
    await s.beacon.reportSlashing(await indexOf(s, s.keys[0]!));
    expect(await s.delegators[0].exitingAssets()).to.equal(before);
    await s.delegators[0].connect(s.bob).refreshExits();
    expect(await s.delegators[0].exitingKeys()).to.have.length(LEAVING - 1);
    expect(before - (await s.delegators[0].exitingAssets())).to.be.within(31n * ETH, 33n * ETH);
    await s.advanceEpochs(400n);
    for (const key of s.keys.slice(1, LEAVING)) await s.beacon.sweep(await indexOf(s, key));
    await s.checkpoint(0n, s.keys);
    // what has been swept lies in the pod, and counts there, once
    const inPod = await s.delegators[0].freePodAssets();
    expect(inPod).to.be.greaterThan(159n * ETH);
    expect(await s.delegators[0].exitingAssets()).to.equal(inPod);
    await s.delegators[0].refreshExits();
    expect(await s.delegators[0].exitingKeys()).to.have.length(0);
    expect(await s.delegators[0].exitingAssets()).to.equal(inPod);
  });
});
