import { expect } from "chai";
import { signPrice } from "../../../scripts/services/oracle.ts";
import { DELAY_BLOCKS, ethers, leave, magnitudeOf, networkHelpers, SET_ID, stake } from "../core.ts";
import { deployOracle, DEVIATION_BIPS, QUORUM_BIPS, REPORT_SECONDS, SLASH_WAD, VETO_SECONDS } from "./fixture.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

const { time } = networkHelpers;

describe("PriceOracle: rounds", () => {
  it("AVS-42: the price of a round is the stake-weighted median of its reports", async () => {
    const { oracle, op1, op2, op3, op4, playRound } = await networkHelpers.loadFixture(deployOracle);
    // Ascending: 1,990 (20 %), 2,000 (25 %), 2,010 (40 %), 2,020 (15 %): half the weight is reached at 2,010.
    const round = await playRound([
      [op1, 2_010n],
      [op2, 2_000n],
      [op3, 1_990n],
      [op4, 2_020n],
    ]);
    const [priceWad, openedAt] = await oracle.roundAt(round);
    expect(priceWad).to.equal(2_010n * WAD);
    expect(await oracle.latestPrice()).to.deep.equal([priceWad, openedAt, round]);
    const next = await playRound([
      [op1, 1n],
      [op2, 3n],
      [op3, 2n],
    ]);
    expect((await oracle.roundAt(next)).priceWad).to.equal(2n * WAD);
  });

  it("AVS-40: a round weighs with the stakes of its opening, whatever happens to them meanwhile", async () => {
    const { core, oracle, avs, alice, op1, op2, op3, op4, report, settle } =
      await networkHelpers.loadFixture(deployOracle);
    await oracle.openRound();
    for (const operator of [op2, op3, op4]) await report(operator, 1n, 100n * WAD);
    await report(op1, 1n, 99n * WAD);
    // op1 triples its stake and op2 leaves: as stakes stand now, 99 would be the median.
    await stake(core, alice, 160n * ETH, op1.account.address);
    await leave(core, op2.account, avs);
    await time.increase(REPORT_SECONDS);
    await expect(settle(1n))
      .to.emit(oracle, "RoundSettled")
      .withArgs(1n, 100n * WAD, 200n * ETH, 200n * ETH);
  });

  it("AVS-40: a round opens when the last one's reporting time is over, and not a second before", async () => {
    const { oracle } = await networkHelpers.loadFixture(deployOracle);
    await oracle.openRound();
    const endsAt = BigInt(await time.latest()) + REPORT_SECONDS;
    await time.setNextBlockTimestamp(endsAt - 1n);
    await expect(oracle.openRound()).to.be.revertedWithCustomError(oracle, "RoundStillOpen").withArgs(1n, endsAt);
    await time.setNextBlockTimestamp(endsAt);
    await oracle.openRound();
    expect(await oracle.currentRound()).to.equal(2n);
  });

  it("AVS-41: reports count through the last second of the round, the first of each operator stands", async () => {
    const { oracle, op1, op2, report } = await networkHelpers.loadFixture(deployOracle);
    await expect(report(op1, 1n, WAD))
      .to.be.revertedWithCustomError(oracle, "RoundNotOpen")
      .withArgs(1n);
    await oracle.openRound();
    const endsAt = BigInt(await time.latest()) + REPORT_SECONDS;
    await expect(report(op1, 1n, WAD))
      .to.emit(oracle, "PriceReported")
      .withArgs(1n, op1.account.address, WAD);
    await expect(report(op1, 1n, 2n * WAD))
      .to.be.revertedWithCustomError(oracle, "AlreadyReported")
      .withArgs(op1.account.address, 1n);
    const atTheEnd = await networkHelpers.takeSnapshot();
    await time.setNextBlockTimestamp(endsAt - 1n);
    await report(op2, 1n, WAD);
    await atTheEnd.restore();
    await time.setNextBlockTimestamp(endsAt);
    await expect(report(op2, 1n, WAD))
      .to.be.revertedWithCustomError(oracle, "RoundNotOpen")
      .withArgs(1n);
  });

  it("AVS-41: a report is its operator's signature over round and price, nothing else", async () => {
    const { oracle, domain, op1, op2, sign } = await networkHelpers.loadFixture(deployOracle);
    await oracle.openRound();
    const operator = op1.account.address;
    const honest = { operator, round: 1n, priceWad: WAD };
    const forged = [
      await sign(op1, 2n, WAD),
      await sign(op1, 1n, WAD + 1n),
      await signPrice(op2.key, domain, honest),
      await signPrice(op1.key, domain, { ...honest, operator: op2.account.address }),
      await signPrice(op1.key, { ...domain, chainId: 1n }, honest),
      await signPrice(op1.key, { ...domain, oracle: operator }, honest),
    ];
    for (const signature of forged) {
      await expect(oracle.report(operator, 1n, WAD, signature))
        .to.be.revertedWithCustomError(oracle, "InvalidReport")
        .withArgs(operator, 1n, WAD);
    }
    for (const priceWad of [0n, 2n ** 128n]) {
      await expect(oracle.report(operator, 1n, priceWad, await sign(op1, 1n, priceWad)))
        .to.be.revertedWithCustomError(oracle, "InvalidPrice")
        .withArgs(priceWad);
    }
    await oracle.report(operator, 1n, WAD, await signPrice(op1.key, domain, honest));
  });

  it("AVS-42: 65 % of the round's stake settles it, less does not, and it settles once", async () => {
    const { core, oracle, alice, op1, op2, op3, report, settle } = await networkHelpers.loadFixture(deployOracle);
    const half = await networkHelpers.takeSnapshot();
    for (const extra of [0n, 1n]) {
      if (extra !== 0n) await stake(core, alice, extra, op3.account.address);
      await oracle.openRound();
      await report(op1, 1n, WAD);
      await report(op2, 1n, WAD);
      await time.increase(REPORT_SECONDS);
      if (extra === 0n) {
        await settle(1n);
        await expect(settle(1n)).to.be.revertedWithCustomError(oracle, "RoundAlreadySettled").withArgs(1n);
        await half.restore();
      } else {
        await expect(settle(1n))
          .to.be.revertedWithCustomError(oracle, "TooFewReports")
          .withArgs(130n * ETH, 200n * ETH + 2n, QUORUM_BIPS);
      }
    }
    expect(await oracle.latestSettledRound()).to.equal(0n);
  });

  it("AVS-42: without any stake in the set no round settles", async () => {
    const { core, oracle, avs, op1, op2, op3, op4, settle } = await networkHelpers.loadFixture(deployOracle);
    for (const { account } of [op1, op2, op3, op4]) await leave(core, account, avs);
    await oracle.openRound();
    await time.increase(REPORT_SECONDS);
    await expect(settle(1n)).to.be.revertedWithCustomError(oracle, "TooFewReports").withArgs(0n, 0n, QUORUM_BIPS);
  });

  it("AVS-42: settling waits for the end of the round and takes the round's own weights", async () => {
    const { oracle, op1, op2, report, settle, opened } = await networkHelpers.loadFixture(deployOracle);
    await expect(oracle.settle(1n, [], [], []))
      .to.be.revertedWithCustomError(oracle, "RoundNotOpen")
      .withArgs(1n);
    await oracle.openRound();
    const endsAt = BigInt(await time.latest()) + REPORT_SECONDS;
    await report(op1, 1n, WAD);
    await report(op2, 1n, WAD);
    await expect(settle(1n)).to.be.revertedWithCustomError(oracle, "RoundStillOpen").withArgs(1n, endsAt);
    await time.setNextBlockTimestamp(endsAt);
    const { operators, weights } = await opened(1n);
    await expect(oracle.settle(1n, operators, weights.with(0, 1n), []))
      .to.be.revertedWithCustomError(oracle, "WrongWeights")
      .withArgs(1n);
    await settle(1n);
  });

  it("AVS-42: the order names every reporter once, by price, and nobody else", async () => {
    const { oracle, op1, op2, op3, report, opened } = await networkHelpers.loadFixture(deployOracle);
    await oracle.openRound();
    await report(op1, 1n, 3n * WAD);
    await report(op2, 1n, 2n * WAD);
    await report(op3, 1n, 1n * WAD);
    await time.increase(REPORT_SECONDS);
    const { operators, weights } = await opened(1n);
    const [one, two, three] = [op1, op2, op3].map(({ account }) => BigInt(operators.indexOf(account.address)));
    const silent = 6n - one! - two! - three!;
    const settle = async (...order: bigint[]) => oracle.settle(1n, operators, weights, order);
    const refused: [bigint[], bigint][] = [
      [[three!, two!], one!],
      [[three!, two!, two!, one!], two!],
      [[silent, three!, two!, one!], silent],
      [[three!, two!, one!, 4n], 4n],
    ];
    for (const [order, culprit] of refused) {
      await expect(settle(...order))
        .to.be.revertedWithCustomError(oracle, "InvalidOrder")
        .withArgs(culprit);
    }
    await expect(settle(one!, two!, three!)).to.be.revertedWithCustomError(oracle, "NotSorted");
    await settle(three!, two!, one!);
  });

  it("AVS-42: an older round settles late without becoming the latest", async () => {
    const { oracle, op1, op2, report, settle, playRound } = await networkHelpers.loadFixture(deployOracle);
    await oracle.openRound();
    await report(op1, 1n, 5n * WAD);
    await report(op2, 1n, 5n * WAD);
    await time.increase(REPORT_SECONDS);
    const second = await playRound([
      [op1, 6n],
      [op2, 6n],
    ]);
    await settle(1n);
    const [priceWad, , round] = await oracle.latestPrice();
    expect([priceWad, round]).to.deep.equal([6n * WAD, second]);
  });

  it("AVS-100: a slash in mid-round changes no round, open or past, nor who was at fault in it", async () => {
    const { core, oracle, slasher, avs, op1, op2, op3, op4, report, settle, playRound, proveDeviation } =
      await networkHelpers.loadFixture(deployOracle);
    const round = async (price4: bigint) =>
      playRound([
        [op1, 100n],
        [op2, 101n],
        [op3, 102n],
        [op4, price4],
      ]);
    const first = await round(150n);
    await proveDeviation(first, op4);
    await oracle.openRound();
    for (const operator of [op1, op2, op3, op4]) await report(operator, 2n, operator === op3 ? 90n * WAD : 100n * WAD);
    const beforeSlash = await networkHelpers.takeSnapshot();
    const outcome = async () => {
      await time.increase(REPORT_SECONDS);
      const receipt = await (await settle(2n)).wait();
      const [settled] = receipt!.logs.map((log) => oracle.interface.parseLog(log)?.args.toArray());
      await proveDeviation(2n, op3);
      await expect(proveDeviation(2n, op4)).to.be.revertedWithCustomError(oracle, "WithinBound");
      return { settled, first: await oracle.roundAt(first), second: (await oracle.roundAt(2n)).priceWad };
    };
    const unslashed = await outcome();
    await beforeSlash.restore();
    await time.increase(VETO_SECONDS);
    await slasher.execute(await oracle.faultIdOf(op4.account, first));
    expect(await magnitudeOf(core, op4.account, avs)).to.equal(WAD - SLASH_WAD);
    expect(await outcome()).to.deep.equal(unslashed);
    // the round after it weighs what is left
    await expect(oracle.openRound()).to.emit(oracle, "RoundOpened");
    const [opened] = await oracle.queryFilter(oracle.filters.RoundOpened(3n));
    const place = opened!.args.operators.indexOf(op4.account.address);
    expect(opened!.args.weights[place]).to.equal((30n * ETH * (WAD - SLASH_WAD)) / WAD);
  });

  it("AVS-41: refuses terms that make no oracle", async () => {
    const { core, oracle, admin } = await networkHelpers.loadFixture(deployOracle);
    const deploy = async (terms: readonly [bigint, bigint, bigint, bigint]) =>
      ethers.deployContract("PriceOracle", [core.allocationManager, core.rewardsCoordinator, admin, "", ...terms]);
    const good = [REPORT_SECONDS, QUORUM_BIPS, DEVIATION_BIPS, SLASH_WAD] as const;
    const window = DELAY_BLOCKS * 12n;
    const bad = [
      [0, 11n, "InvalidWorkTime", [11n, window]],
      [0, window, "InvalidWorkTime", [window, window]],
      [1, 5_000n, "InvalidQuorum", [5_000n]],
      [1, 10_001n, "InvalidQuorum", [10_001n]],
      [2, 0n, "InvalidDeviation", [0n]],
      [2, 10_000n, "InvalidDeviation", [10_000n]],
      [2, 2n ** 256n - 1n, "InvalidDeviation", [2n ** 256n - 1n]],
      [3, 0n, "InvalidSlash", [0n]],
      [3, WAD + 1n, "InvalidSlash", [WAD + 1n]],
    ] as const;
    for (const [place, value, error, args] of bad) {
      const terms = good.with(place, value) as [bigint, bigint, bigint, bigint];
      await expect(deploy(terms))
        .to.be.revertedWithCustomError(oracle, error)
        .withArgs(...args);
    }
    await deploy(good.with(0, window - 1n).with(2, 9_999n) as [bigint, bigint, bigint, bigint]);
    expect(await oracle.reportSeconds()).to.equal(REPORT_SECONDS);
    expect((await oracle.rulesOf(SET_ID)).maximumOperators).to.equal(6n);
  });
});
