import { expect } from "chai";
import { DELAY_BLOCKS, ethers, leave, magnitudeOf, networkHelpers, SET_ID, signer, staff } from "../core.ts";
import { deployOracle, DEVIATION_BIPS, REPORT_SECONDS, SLASH_WAD, VETO_SECONDS } from "./fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const { time } = networkHelpers;

describe("PriceOracle: deviation", () => {
  it("AVS-43: 2 % off the median is within the bound, a wad-unit more is a fault, above and below", async () => {
    const { oracle, slasher, op1, op2, op3, op4, report, settle, proveDeviation } =
      await networkHelpers.loadFixture(deployOracle);
    const median = 1_000n * WAD;
    const bound = (median * DEVIATION_BIPS) / 10_000n;
    await oracle.openRound();
    await report(op1, 1n, median);
    await report(op2, 1n, median - bound);
    await report(op3, 1n, median + bound + 1n);
    await report(op4, 1n, median + bound);
    await time.increase(REPORT_SECONDS);
    await settle(1n);
    for (const [operator, price] of [
      [op1, median],
      [op2, median - bound],
      [op4, median + bound],
    ] as const) {
      await expect(proveDeviation(1n, operator))
        .to.be.revertedWithCustomError(oracle, "WithinBound")
        .withArgs(price, median, DEVIATION_BIPS);
    }
    const proof = proveDeviation(1n, op3);
    await expect(proof)
      .to.emit(oracle, "DeviationProven")
      .withArgs(1n, op3.account.address, median + bound + 1n, median);
    await expect(proof).to.emit(slasher, "SlashAnnounced");

    await oracle.openRound();
    for (const operator of [op1, op2, op3]) await report(operator, 2n, median);
    await report(op4, 2n, median - bound - 1n);
    await time.increase(REPORT_SECONDS);
    await settle(2n);
    await proveDeviation(2n, op4);
  });

  it("AVS-43: the deviation is announced, and slashed after the veto window", async () => {
    const { core, oracle, slasher, avs, op1, op2, op3, op4, playRound, proveDeviation } =
      await networkHelpers.loadFixture(deployOracle);
    const round = await playRound([
      [op1, 100n],
      [op2, 100n],
      [op3, 100n],
      [op4, 150n],
    ]);
    await proveDeviation(round, op4);
    const faultId = await oracle.faultIdOf(op4.account, round);
    expect(await slasher.announcementCount(op4.account)).to.equal(1n);
    await time.increase(VETO_SECONDS);
    await slasher.execute(faultId);
    expect(await magnitudeOf(core, op4.account, avs)).to.equal(WAD - SLASH_WAD);
    expect((await oracle.roundAt(round)).priceWad).to.equal(100n * WAD);
  });

  it("AVS-44: a deviation is proven once per operator and round", async () => {
    const { oracle, op1, op2, op3, op4, playRound, proveDeviation } = await networkHelpers.loadFixture(deployOracle);
    const prices = [
      [op1, 100n],
      [op2, 100n],
      [op3, 100n],
      [op4, 150n],
    ] as const;
    const round = await playRound(prices);
    await proveDeviation(round, op4);
    await expect(proveDeviation(round, op4))
      .to.be.revertedWithCustomError(oracle, "DeviationAlreadyProven")
      .withArgs(op4.account.address, round);
    await proveDeviation(await playRound(prices), op4);
  });

  it("AVS-43: only a settled round convicts, only who reported, and only with the round's weights", async () => {
    const { oracle, op1, op2, op3, op4, playRound, proveDeviation, opened } =
      await networkHelpers.loadFixture(deployOracle);
    const round = await playRound([
      [op1, 100n],
      [op2, 100n],
      [op3, 150n],
    ]);
    await expect(proveDeviation(round, op4))
      .to.be.revertedWithCustomError(oracle, "ReportNotCounted")
      .withArgs(op4.account.address, round);
    const { operators, weights } = await opened(round);
    await expect(oracle.proveDeviation(round, operators.toReversed(), weights, 0))
      .to.be.revertedWithCustomError(oracle, "WrongWeights")
      .withArgs(round);
    await oracle.openRound();
    await expect(proveDeviation(round + 1n, op3))
      .to.be.revertedWithCustomError(oracle, "RoundNotSettled")
      .withArgs(round + 1n);
  });

  it("AVS-43: an operator that joined in mid-round is not in it, and cannot be at fault in it", async () => {
    const { core, oracle, avs, op1, op2, op3, report, settle, opened } = await networkHelpers.loadFixture(deployOracle);
    await oracle.openRound();
    const late = await staff(core, avs, 5, 900n * ETH);
    for (const operator of [op1, op2, op3]) await report(operator, 1n, 100n * WAD);
    await report(late, 1n, 500n * WAD);
    await time.increase(REPORT_SECONDS);
    await expect(settle(1n))
      .to.emit(oracle, "RoundSettled")
      .withArgs(1n, 100n * WAD, 170n * ETH, 200n * ETH);
    expect((await opened(1n)).operators).to.not.include(late.account.address);
  });

  it("AVS-43: an operator without stake in the round counts for nothing, and is not at fault", async () => {
    const { core, oracle, avs, op1, op2, op3, report, settle, proveDeviation } =
      await networkHelpers.loadFixture(deployOracle);
    const empty = await staff(core, avs, 5, ETH);
    const strategies = core.strategies.map(({ target }) => target);
    const params = { operatorSet: { avs, id: 1 }, strategies, newMagnitudes: strategies.map(() => 0n) };
    await core.allocationManager.connect(empty.account).modifyAllocations(empty.account, [params]);
    await networkHelpers.mine(60);
    await oracle.openRound();
    for (const operator of [op1, op2, op3]) await report(operator, 1n, 100n * WAD);
    await report(empty, 1n, 500n * WAD);
    await time.increase(REPORT_SECONDS);
    await settle(1n);
    await expect(proveDeviation(1n, empty))
      .to.be.revertedWithCustomError(oracle, "ReportNotCounted")
      .withArgs(empty.account.address, 1n);
  });

  it("AVS-46: a lying majority moves the price and makes liars of the honest; the committee lets them off", async () => {
    const { core, oracle, slasher, committee, avs, op1, op2, op3, playRound, proveDeviation } =
      await networkHelpers.loadFixture(deployOracle);
    const round = await playRound([
      [op1, 200n],
      [op2, 200n],
      [op3, 100n],
    ]);
    expect((await oracle.roundAt(round)).priceWad).to.equal(200n * WAD);
    await proveDeviation(round, op3);
    const faultId = await oracle.faultIdOf(op3.account, round);
    await slasher.connect(committee).veto(faultId);
    await time.increase(VETO_SECONDS);
    await expect(slasher.execute(faultId)).to.be.revertedWithCustomError(slasher, "NotAnnounced");
    expect(await magnitudeOf(core, op3.account, avs)).to.equal(WAD);
  });

  it("AVS-45: a consumer lends at the last price, refuses an old one, and a lie leaves it with unbacked dollars", async () => {
    const { oracle, consumer, alice, mallory, op1, op2, op3, op4, playRound } =
      await networkHelpers.loadFixture(deployOracle);
    await expect(consumer.connect(alice).borrow(1n, { value: ETH })).to.be.revertedWithCustomError(
      consumer,
      "PriceTooOld",
    );
    const honest = [
      [op1, 1_500n],
      [op2, 1_500n],
      [op3, 1_500n],
      [op4, 1_500n],
    ] as const;
    await playRound(honest);
    await expect(consumer.connect(alice).borrow(1_000n * WAD + 1n, { value: ETH }))
      .to.be.revertedWithCustomError(consumer, "TooLittleCollateral")
      .withArgs(1_500n * WAD, 1_000n * WAD + 1n);
    await consumer.connect(alice).borrow(1_000n * WAD, { value: ETH });

    await playRound([
      [op1, 6_000n],
      [op2, 6_000n],
      [op3, 1_500n],
      [op4, 1_500n],
    ]);
    await consumer.connect(mallory).borrow(4_000n * WAD, { value: ETH });
    await playRound(honest);
    const backing = await consumer.worthOf(2n * ETH);
    expect(backing).to.equal(3_000n * WAD);
    expect(await consumer.totalSupply()).to.equal(5_000n * WAD);

    await time.increase(901);
    await expect(consumer.connect(alice).borrow(1n)).to.be.revertedWithCustomError(consumer, "PriceTooOld");
    await expect(consumer.connect(alice).repayAll()).to.changeEtherBalance(ethers, alice, ETH);
    expect(await consumer.debtOf(alice)).to.equal(0n);
    expect((await oracle.latestPrice()).round).to.equal(3n);
  });

  it("AVS-43: an operator that has left is still within reach for what it reported", async () => {
    const { core, oracle, slasher, avs, op1, op2, op3, op4, playRound, proveDeviation } =
      await networkHelpers.loadFixture(deployOracle);
    const round = await playRound([
      [op1, 100n],
      [op2, 100n],
      [op3, 100n],
      [op4, 150n],
    ]);
    await leave(core, op4.account, avs);
    await proveDeviation(round, op4);
    await time.increase(VETO_SECONDS);
    await slasher.connect(await signer(2)).execute(await oracle.faultIdOf(op4.account, round));
    expect(await magnitudeOf(core, op4.account, avs)).to.equal(WAD - SLASH_WAD);
  });

  it("AVS-135: a deviation is announced as long as a leaver is in reach when the veto window ends, and punished then", async () => {
    const { core, oracle, slasher, avs, op1, op2, op3, op4, playRound, proveDeviation } =
      await networkHelpers.loadFixture(deployOracle);
    const round = await playRound([
      [op1, 100n],
      [op2, 100n],
      [op3, 100n],
      [op4, 150n],
    ]);
    await leave(core, op4.account, avs);
    const left = BigInt(await ethers.provider.getBlockNumber());
    const reach = left + DELAY_BLOCKS;
    const vetoBlocks = VETO_SECONDS / 12n;
    await networkHelpers.mine(DELAY_BLOCKS - vetoBlocks - 1n, { interval: 12 });
    const inTime = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(BigInt(await time.latest()) + 12n);
    await expect(proveDeviation(round, op4)).to.emit(slasher, "SlashAnnounced");
    const { announcedAt, expiresAt } = await slasher.announcementAt(op4.account, 0);
    expect(expiresAt).to.equal(announcedAt + (vetoBlocks + 1n) * 12n);
    await networkHelpers.mine(vetoBlocks - 1n, { interval: 12 });
    await time.setNextBlockTimestamp(announcedAt + VETO_SECONDS);
    await slasher.execute(await oracle.faultIdOf(op4.account, round));
    expect(BigInt(await ethers.provider.getBlockNumber())).to.equal(reach);
    expect(await magnitudeOf(core, op4.account, avs)).to.equal(WAD - SLASH_WAD);

    await inTime.restore();
    await networkHelpers.mine(1n, { interval: 12 });
    await expect(proveDeviation(round, op4)).to.emit(oracle, "PunishmentWaits");
    expect(await slasher.openAnnouncements()).to.equal(0n);
    expect(await oracle.deviated(round, op4.account)).to.equal(true);
    await expect(oracle.punish(op4.account, round))
      .to.be.revertedWithCustomError(slasher, "OutOfReach")
      .withArgs(op4.account.address, SET_ID, reach, reach + 2n);
    await expect(oracle.punish(op1.account, round))
      .to.be.revertedWithCustomError(oracle, "NothingToPunish")
      .withArgs(await oracle.faultIdOf(op1.account, round), 0n);
  });
});
