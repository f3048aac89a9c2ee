import { expect } from "chai";
import { DELAY_BLOCKS, FOREVER, standUpLadder } from "../ladder.ts";
import { nameOfRefusal } from "../../refusal.ts";
import { expectBalanced } from "../vault.ts";
import { ETH } from "../../../scripts/lib/units.ts";

/** The vault restakes 40 ETH of LST; a friendly service has as many sets as anyone asks for. */
async function withFriend() {
  const s = await standUpLadder();
  await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, 40n * ETH), s.alice, 0n, FOREVER);
  for (const slot of [0n, 1n]) await s.restaker.restakeLst(slot, s.lst);
  const service = await s.ethers.deployContract("HostileService", [s.allocations]);
  const avs = await service.getAddress();
  const strategy = String(s.strategy.target);
  let sets = 0;
  /** The operator of the first slot allocates the least there is to `count` sets more. */
  const flood = async (count: number) => {
    const ids = Array.from({ length: count }, () => ++sets);
    for (const id of ids) await service.createSet(id, [strategy], s.ethers.ZeroAddress);
    const allocations = ids.map((id) => ({
      operatorSet: { avs, id },
      strategies: [strategy],
      newMagnitudes: [10n ** 12n],
    }));
    await s.allocations.connect(s.opOne).modifyAllocations(s.opOne, allocations);
    await s.networkHelpers.mine(DELAY_BLOCKS + 11);
  };
  return { ...s, service, flood };
}

describe("attack: an operator floods its sets", () => {
  it("INV-10: an operator in any number of sets is judged, left, synced and slashed at a bounded cost", async () => {
    const { flood, service, ...s } = await withFriend();
    const gas = { gasLimit: 5_000_000n };
    const costs = async () => {
      const start = await s.networkHelpers.takeSnapshot();
      const used: Record<string, bigint> = {};
      for (const [name, act] of [
        ["slash", async () => service.slash(s.opOne, 1, s.strategy, ETH / 2n, 1, gas)],
        ["sync", async () => s.vault.sync(s.delegators[0], gas)],
        ["leave", async () => s.restaker.connect(s.keeper).leaveIneligible(0n, gas)],
      ] as const) {
        used[name] = (await (await act()).wait())!.gasUsed;
      }
      await start.restore();
      return used;
    };
    await flood(120);
    await s.allocations
      .connect(s.opOne)
      .registerForOperatorSets(s.opOne, { avs: service, operatorSetIds: [1], data: "0x" });
    expect(await s.rules.isEligible(s.opOne)).to.equal(false);
    const some = await costs();
    await flood(40);
    const more = await costs();
    for (const [flow, used] of Object.entries(more)) {
      expect(used, flow).to.be.within((some[flow]! * 99n) / 100n, (some[flow]! * 101n) / 100n);
    }
    await s.restaker.connect(s.keeper).leaveIneligible(0n);
    expect(await s.delegators[0].operator()).to.equal(s.ethers.ZeroAddress);
    await expectBalanced(s);
  });

  it("INV-10: no amount of gas makes a fit operator unfit", async () => {
    const { flood, ...s } = await withFriend();
    await flood(4);
    const { maxSets } = await s.restaker.limits();
    expect((await s.allocations.getAllocatedSets(s.opOne)).length).to.equal(Number(maxSets));
    const refusals = new Set<string>();
    for (let gasLimit = 60_000n; gasLimit < 900_000n; gasLimit += 20_000n) {
      const failure = await s.restaker.leaveIneligible.staticCall(0n, { gasLimit }).then(
        () => "left",
        (thrown: unknown) => nameOfRefusal(thrown) ?? "out of gas",
      );
      refusals.add(failure);
    }
    expect([...refusals].toSorted()).to.deep.equal(["NotEnoughGasForSets", "OperatorEligible"]);
    await expect(s.restaker.leaveIneligible(0n, { gasLimit: 300_000n })).to.be.revertedWithCustomError(
      s.rules,
      "NotEnoughGasForSets",
    );
  });
});
