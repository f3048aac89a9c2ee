import { expect } from "chai";
import { equivocate, registrationData } from "../../scripts/services/bridge.ts";
import { DELAY_BLOCKS, FOREVER, standUpLadder } from "./ladder.ts";
import { expectBalanced } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const SET_ID = 1;

/**
 * A vault with 40 ETH of LST over two operators, both behind a bridge whose slasher tells the vault, and evidence
 * against the first operator.
 */
async function standUpSecuredBridge() {
  const s = await standUpLadder();
  const { ethers, admin, allocations, opOne, opTwo, strategy } = s;
  const bridge = await ethers.deployContract("Bridge", [allocations, s.rewards, admin, "", 6_667n, ETH / 10n]);
  const avs = await bridge.getAddress();
  const slasher = await ethers.deployContract("InstantSlasher", [allocations, avs, avs, admin, 1_200_000, ETH, 1]);
  const hook = await ethers.deployContract("SlashListener", [s.restaker]);
  await slasher.addObserver(hook);
  const rules = { minimumStake: 0, maximumOperators: 2, lookaheadBlocks: 0, allowlisted: false };
  await bridge.createSet(SET_ID, [{ strategy, multiplier: ETH }], slasher, ethers.ZeroAddress, rules);
  const key = new ethers.Wallet(ethers.id("the first operator's key"));
  for (const operator of [opOne, opTwo]) {
    const operators = allocations.connect(operator);
    const set = { avs, id: SET_ID };
    await operators.modifyAllocations(operator, [{ operatorSet: set, strategies: [strategy], newMagnitudes: [ETH] }]);
    const data = registrationData(key.address);
    await operators.registerForOperatorSets(operator, { avs, operatorSetIds: [SET_ID], data });
  }
  await s.networkHelpers.mine(DELAY_BLOCKS + 11);
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.connect(s.keeper).restakeLst(slot, s.lst);
  await s.vault.syncAll();
  const { chainId } = await ethers.provider.getNetwork();
  const about = { operator: opOne.address, height: 1n };
  const roots = [ethers.id("one"), ethers.id("two")] as const;
  const evidence = await equivocate(key, { chainId, bridge: avs }, about, roots);
  return { ...s, bridge, slasher, hook, evidence };
}

describe("The vault hears of a slash", () => {
  let secured: Awaited<ReturnType<typeof standUpSecuredBridge>>;
  let start: Awaited<ReturnType<typeof secured.networkHelpers.takeSnapshot>>;

  before(async () => {
    secured = await standUpSecuredBridge();
    start = await secured.networkHelpers.takeSnapshot();
  });
  beforeEach(async () => start.restore());

  it("AVS-80: the loss is in the rate at the end of the transaction that proves the fault", async () => {
    const { bridge, vault, slasher, keeper, opOne, evidence, ...s } = secured;
    const before = await vault.rate();
    const slash = await bridge.connect(keeper).proveEquivocation(opOne, 1n, ...evidence);
    await expect(slash).to.not.emit(slasher, "ObserverFailed");
    const after = await vault.rate();
    // half of the stake lost a tenth; the virtual shares of the empty vault lost nothing
    expect(after).to.be.within((before * 95n) / 100n, (before * 95n) / 100n + 10_000n);
    await vault.syncAll();
    expect(await vault.rate()).to.equal(after);
    await expectBalanced({ ...s, vault } as Parameters<typeof expectBalanced>[0]);
  });

  it("AVS-80: without the hook the next sync finds the same loss, to the wei", async () => {
    const { bridge, vault, slasher, hook, opOne, evidence } = secured;
    await bridge.proveEquivocation(opOne, 1n, ...evidence);
    await vault.syncAll();
    const told = await vault.rate();
    await start.restore();
    await slasher.removeObserver(hook);
    const stale = await vault.rate();
    await bridge.proveEquivocation(opOne, 1n, ...evidence);
    expect(await vault.rate()).to.equal(stale);
    await vault.syncAll();
    expect(await vault.rate()).to.equal(told);
  });

  it("AVS-152: told of one slash by several listeners, the vault syncs once, and again after the next, whoever called before", async () => {
    const { ethers, admin, bridge, vault, slasher, restaker, hook, opOne, evidence } = secured;
    const more = await ethers.deployContract("SlashListener", [restaker]);
    await slasher.addObserver(more);
    const act = (to: { target: unknown }, message: string) => ({ to: to.target as string, message });
    const tell = (listener: typeof hook) =>
      act(listener, hook.interface.encodeFunctionData("onSlash", [bridge.target as string, SET_ID, opOne.address, 7n]));
    const prove = act(
      bridge,
      bridge.interface.encodeFunctionData("proveEquivocation", [opOne.address, 1n, ...evidence]),
    );
    const stranger = await ethers.deployContract("ColludingOperator");
    const gasOf = async (...acts: readonly { to: string; message: string }[]) => {
      const snapshot = await secured.networkHelpers.takeSnapshot();
      const before = await vault.rate();
      const receipt = await (await stranger.connect(admin).together([...acts], { gasLimit: 16_000_000n })).wait();
      const lost = (await vault.rate()) < before;
      await snapshot.restore();
      return { gas: receipt!.gasUsed, lost };
    };
    const once = await gasOf(prove);
    expect(once.lost).to.equal(true);
    // whoever tells before the slash keeps the vault from no loss, and pays for a sync of its own
    const early = await gasOf(tell(hook), tell(more), prove);
    expect(early.lost).to.equal(true);
    expect(early.gas - once.gas > 20_000n).to.equal(true);
    // whoever tells again pays for a question, and a sync is 20,000 more
    const again = await gasOf(prove, tell(hook), tell(more), tell(hook));
    expect(again.lost).to.equal(true);
    expect((again.gas - once.gas) / 3n < 15_000n, `${(again.gas - once.gas) / 3n} gas each`).to.equal(true);
  });

  it("AVS-81: a slash of an operator that the vault does not use is none of its business", async () => {
    const { ethers, hook, restaker, bob } = secured;
    await expect(hook.onSlash(ethers.ZeroAddress, 1, bob, 1n))
      .to.be.revertedWithCustomError(restaker, "NoSlotOf")
      .withArgs(bob.address);
  });

  it("AVS-81: a hook with too little gas for the vault's reading fails alone, and the next sync finds the loss", async () => {
    const { ethers, admin, allocations, bridge, vault, restaker, opOne, hook, evidence, strategy } = secured;
    const avs = await bridge.getAddress();
    const thrifty = await ethers.deployContract("InstantSlasher", [allocations, avs, admin, admin, 100_000, ETH, 1]);
    await thrifty.addObserver(hook);
    const rules = { minimumStake: 0, maximumOperators: 2, lookaheadBlocks: 0, allowlisted: false };
    await bridge.createSet(2, [{ strategy, multiplier: ETH }], thrifty, ethers.ZeroAddress, rules);
    const operator = allocations.connect(opOne);
    await operator.registerForOperatorSets(opOne, { avs, operatorSetIds: [2], data: "0x" });
    for (const id of [SET_ID, 2]) {
      const half = { operatorSet: { avs, id }, strategies: [strategy], newMagnitudes: [ETH / 2n] };
      await operator.modifyAllocations(opOne, [half]);
      await secured.networkHelpers.mine(DELAY_BLOCKS + 11);
    }
    const before = await vault.rate();
    const starved = await thrifty.requestSlash(opOne, 2, ETH, ethers.id("fault"), "");
    await expect(starved).to.emit(thrifty, "ObserverFailed").withArgs(hook, 2, 1n);
    await bridge.proveEquivocation(opOne, 1n, ...evidence);
    expect(await vault.rate()).to.be.lessThan(before);
    const told = await (await hook.onSlash(opOne, 1, opOne, 1n)).wait();
    expect(told!.gasUsed).to.be.lessThan(250_000n);
    expect(await restaker.slotCount()).to.equal(2n);
  });
});
