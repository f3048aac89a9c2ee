import { expect } from "chai";
import hre from "hardhat";
import type { Attribution } from "../../../scripts/attribution/attribution.ts";
import { E36, type Part } from "../../../scripts/attribution/rate-parts.ts";
import { Decoder, readAbis } from "../../../scripts/lib/ladder/answers.ts";
import { type Evidence, prove, signTwice } from "../../../scripts/lib/ladder/bridge.ts";
import { advanceBlocks, BLOCK_SECONDS } from "../../../scripts/lib/ladder/clock.ts";
import { CONTRACTS, type ContractName } from "../../../scripts/lib/ladder/contracts.ts";
import { joinCover, leaveCover, withdrawCover } from "../../../scripts/lib/ladder/cover.ts";
import { claim, depositEth, depositLst, recapitalise, request, stake } from "../../../scripts/lib/ladder/holders.ts";
import { restake, syncAll } from "../../../scripts/lib/ladder/keepers.ts";
import type { Ladder } from "../../../scripts/lib/ladder/ladder.ts";
import { report } from "../../../scripts/lib/ladder/lst.ts";
import { openBridge } from "../../../scripts/lib/ladder/open-service.ts";
import { addSlot, registerOperator, secure } from "../../../scripts/lib/ladder/operators.ts";
import { sent } from "../../../scripts/lib/ladder/sent.ts";
import { EventLog, type Entry } from "../../../scripts/lib/ladder/event-log.ts";
import { attributionOf } from "../../../scripts/scenario/record.ts";
import { ETH } from "../../../scripts/lib/units.ts";
import { freshLadder } from "../fresh-ladder.ts";

const HOUR = 3_600n / BigInt(BLOCK_SECONDS);
const DAY = 24n * HOUR;

describe("Attribution: cover, premium, and the end of a vault", () => {
  let ladder: Ladder;
  let attribution: Attribution;
  let eventLog: EventLog;
  let seen: Entry[];
  let lie: bigint;

  const account = (index: number) => ladder.others[index]!;
  const [ALICE, BOB, URSULA, NORTH, COURT] = [0, 1, 2, 3, 4] as const;
  const pass = (blocks: bigint) => advanceBlocks(ladder.provider, blocks);

  /** After whatever has happened: the parts are the rate that the vault answers, to the wei. @returns part of a cause */
  async function check(after: string): Promise<(cause: string) => bigint> {
    const fresh = await eventLog.catchUp();
    seen.push(...fresh);
    attribution.feed(fresh);
    const { timestamp } = (await ladder.ethers.provider.getBlock("latest"))!;
    const { parts, totals } = attribution.at(BigInt(timestamp));
    const sum = parts.reduce((all: bigint, { e36 }: Part) => all + e36, E36);
    expect(sum / ETH, after).to.equal(await ladder.contracts.vault.rate());
    const chain = await ladder.contracts.vault.totals();
    expect([totals.recognised, totals.lockedProfit, totals.supply], after).to.deep.equal([
      chain.recognised,
      chain.lockedProfit,
      chain.supply,
    ]);
    return (cause) => parts.filter((one) => one.cause === cause).reduce((all, { e36 }) => all + e36, 0n);
  }

  const happened = (name: string): readonly Entry[] => seen.filter((entry) => entry.name === name);
  const sumOf = (name: string, argument: string): bigint =>
    happened(name).reduce((all, { args }) => all + (args.find((one) => one.name === argument)!.value as bigint), 0n);

  /** North has all of the vault's 100 ETH, and all of it behind a bridge at which a lie costs `sizeWad` of it. */
  async function open(sizeWad: bigint) {
    ladder = await freshLadder();
    attribution = await attributionOf(ladder, () => undefined);
    const decoder = new Decoder(await readAbis(hre.artifacts));
    for (const [name, { abi }] of Object.entries(CONTRACTS)) decoder.learn(ladder.addresses[name as ContractName], abi);
    eventLog = new EventLog(ladder, decoder);
    [seen, lie] = [[], 1n];
    const bridge = await openBridge(ladder, sizeWad, [ladder.addresses.wstEthStrategy]);
    const delay = await registerOperator(ladder, account(NORTH));
    await secure(ladder, account(NORTH), await bridge.getAddress(), ETH);
    await pass(delay);
    await addSlot(ladder, account(NORTH), { weightBps: 10_000n, capWei: 10_000n * ETH });
    await report(ladder);
    await syncAll(ladder);
    for (const [index, wei] of [
      [ALICE, 60n],
      [BOB, 40n],
    ] as const)
      await depositLst(ladder, account(index), await stake(ladder, account(index), wei * ETH));
    await restake(ladder, 0n);
    await check("the vault stands");
    return async (): Promise<void> => {
      const evidence: Evidence = await signTwice(ladder, account(NORTH), lie++, bridge);
      await prove(ladder, account(COURT), account(NORTH).address, evidence, bridge);
    };
  }

  it("VLT-74: draws, repayments, joins, leaves and premium: parts are the rate to the wei, and events say where every wei of cover and fees is", async () => {
    const slash = await open(ETH / 10n);
    const { vault, cover } = ladder.contracts;
    const split = await ladder.ethers.getContractAt("FeeSplit", await ladder.contracts.settings.feeRecipient());
    await joinCover(ladder, account(URSULA), 3n * ETH);
    await depositEth(ladder, account(ALICE), ETH);
    // a gift drips, and half of it is still in U when the slash comes
    await recapitalise(ladder, account(COURT), 2n * ETH);
    await check("a join and a gift");
    await pass(DAY / 2n);
    const dripped = await check("half a day of drip");
    expect(dripped("gifts") > 0n && dripped("fees") < 0n).to.equal(true);
    await slash();
    const slashed = await check("a slash, found alone");
    expect([sumOf("Drawn", "paidAssets"), slashed("pending") < 0n]).to.deep.equal([0n, true]);
    await syncAll(ladder);
    const netted = await check("the next full sync applies it");
    expect(sumOf("Drawn", "paidAssets")).to.equal(3n * ETH);
    expect([netted("cover") > 0n, netted("slashes:unknown") < 0n, netted("pending")]).to.deep.equal([true, true, 0n]);
    // somebody gives the strategy more than was lost: a gain like others
    const gift = await stake(ladder, account(COURT), 20n * ETH);
    await sent(ladder.contracts.wstETH.connect(account(COURT)).transfer(ladder.addresses.wstEthStrategy, gift));
    await syncAll(ladder);
    await check("a gift to a strategy");
    expect(await cover.totalDrawn()).to.equal(3n * ETH);
    await pass(DAY);
    await syncAll(ladder);
    await depositEth(ladder, account(BOB), 3n * ETH);
    await sent(vault.payOwed());
    await check("fees are paid, and their premium");
    expect(sumOf("FeesSplit", "premiumAssets")).to.equal(await split.totalPremium());
    expect(await split.totalPremium()).to.be.above(0n);
    await slash();
    const again = await check("a second slash");
    expect(again("slashes:unknown") < 0n).to.equal(true);
    await syncAll(ladder);
    const leave = await leaveCover(ladder, account(URSULA));
    await pass(2n * HOUR);
    await withdrawCover(ladder, account(URSULA), leave);
    await sent(split.payTreasury());
    await check("a leave");
    const fundsByEvents =
      sumOf("Joined", "assets") + sumOf("Funded", "assets") - sumOf("Drawn", "paidAssets") - sumOf("Left", "assets");
    expect(fundsByEvents).to.equal(await cover.funds());
    expect(sumOf("Joined", "shares") - sumOf("Left", "shares")).to.equal(await cover.totalShares());
    expect(sumOf("FeesSplit", "assets")).to.equal(sumOf("FeesCollected", "assets"));
    expect(sumOf("FeesSplit", "assets")).to.equal(
      sumOf("FeesSplit", "premiumAssets") + sumOf("TreasuryPaid", "assets"),
    );
  }).timeout(300_000);

  it("VLT-89: a component that cannot be read, and its return: parts are the rate to the wei, and say quarantine", async () => {
    const slash = await open(ETH / 10n);
    const { vault, restaker } = ladder.contracts;
    const { delegator } = await restaker.slotAt(0n);
    const setCode = (code: string) => ladder.provider.request({ method: "hardhat_setCode", params: [delegator, code] });
    const code = await ladder.ethers.provider.getCode(delegator);
    await setCode("0xfe");
    await sent(vault.reportFailure(delegator));
    await pass(await vault.quarantineSeconds());
    await syncAll(ladder);
    const lost = await check("it counts as nothing");
    expect(lost("quarantine") < -E36 / 2n).to.equal(true);
    await setCode(code);
    await slash();
    await syncAll(ladder);
    const back = await check("it is back, less what was slashed meanwhile");
    // the price's last digit is rounded twice
    expect(back("quarantine") <= 1n && back("quarantine") >= -1n).to.equal(true);
    expect(back("slashes:unknown") < 0n).to.equal(true);
    await pass(DAY);
    await syncAll(ladder);
    await check("all of it has dripped");
  }).timeout(300_000);

  it("VLT-74: a fill that pays nothing, a vault wound up, and what comes late: parts are the rate to the wei after each", async () => {
    const slash = await open(ETH);
    const { exitQueue, runOff, vault } = ladder.contracts;
    const first = await request(ladder, account(BOB), 10n * ETH);
    await sent(exitQueue.close());
    await slash();
    const slashed = await check("all of it is lost");
    expect(slashed("pending") < -(E36 - E36 / 10n ** 6n)).to.equal(true);
    await syncAll(ladder);
    await pass(3n * DAY + 1n);
    await sent(exitQueue.settle());
    await check("a batch ends at zero");
    const [nothing] = happened("ExitFilled");
    expect(nothing!.args.map(({ value }) => value).slice(1)).to.deep.equal([10n * ETH, 0n, 0n]);
    expect(await claim(ladder, account(BOB), first)).to.equal(0n);
    await sent(runOff.windUp());
    await check("the vault is wound up");
    await recapitalise(ladder, account(COURT), 5n * ETH);
    await pass(DAY / 3n);
    const dripping = await check("five ETH come late, and a third of them has dripped");
    expect(dripping("gifts") > 0n && dripping("lockedProfit") < 0n).to.equal(true);
    await pass(DAY);
    await syncAll(ladder);
    const tickets = [
      [ALICE, await request(ladder, account(ALICE), 60n * ETH)],
      [BOB, await request(ladder, account(BOB), 20n * ETH)],
    ] as const;
    await pass(HOUR);
    await sent(exitQueue.close());
    await sent(exitQueue.settle());
    for (const [index, ticket] of tickets) expect(await claim(ladder, account(index), ticket)).to.be.above(ETH);
    const left = await check("old holders are paid");
    expect(left("fees")).to.equal(0n);
    await recapitalise(ladder, account(COURT), ETH);
    await pass(DAY);
    await syncAll(ladder);
    await check("one more comes for who stays");
    expect(await vault.toAssetsDown(await vault.balanceOf(account(BOB)))).to.be.above(ETH);
  }).timeout(300_000);
});
