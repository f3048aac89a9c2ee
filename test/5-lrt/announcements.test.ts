import { expect } from "chai";
import hre from "hardhat";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { advanceBlocks } from "../../scripts/lib/ladder/clock.ts";
import { govern } from "../../scripts/lib/ladder/governor.ts";
import { depositEth, depositLst, request, stake } from "../../scripts/lib/ladder/holders.ts";
import { restake, syncAll } from "../../scripts/lib/ladder/keepers.ts";
import { inOneBlock } from "../../scripts/lib/ladder/one-block.ts";
import { openLadder } from "../../scripts/lib/ladder/open.ts";
import { addSlot, registerOperator, secure } from "../../scripts/lib/ladder/operators.ts";
import { sent } from "../../scripts/lib/ladder/sent.ts";
import { settlementOrder, signPrice } from "../../scripts/services/oracle.ts";
import { FOREVER } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const DEVIANT_SLOT = 1n;
const BUDGET = 600n;
const PERIOD = 86_400n;

/**
 * The shipped local deployment: an honest operator with 60 % of the vault's stake and a deviant one with 40 %, both in
 * the oracle's set; a closed batch of alice's that idle ETH can pay.
 */
async function standUp() {
  const ladder = await openLadder(hre, "local");
  const { contracts, provider, ethers, others, keeper } = ladder;
  const { vault, exitQueue, instantExit, oracle, oracleSlasher, slashingGuard } = contracts;
  const [alice, honest, deviant] = others as [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
  let delayBlocks = 0n;
  for (const operator of [honest, deviant]) {
    delayBlocks = await registerOperator(ladder, operator);
    await secure(ladder, operator, await oracle.getAddress(), ETH);
  }
  await advanceBlocks(provider, delayBlocks + 1n);
  await addSlot(ladder, honest, { weightBps: 6_000n, capWei: 1_000n * ETH });
  await addSlot(ladder, deviant, { weightBps: 4_000n, capWei: 1_000n * ETH });
  await syncAll(ladder);
  await depositLst(ladder, alice, await stake(ladder, alice, 40n * ETH));
  for (const slot of [0n, DEVIANT_SLOT]) await restake(ladder, slot);
  await depositEth(ladder, alice, 20n * ETH);
  await request(ladder, alice, 10n * ETH);
  await advanceBlocks(provider, (await exitQueue.closeIntervalSeconds()) / 12n + 1n);
  await sent(exitQueue.connect(keeper).close());

  const { chainId } = await ethers.provider.getNetwork();
  const domain = { chainId, oracle: await oracle.getAddress() };
  const weightsOf = async (round: bigint) => {
    const [opened] = await oracle.queryFilter(oracle.filters.RoundOpened(round));
    return { operators: [...opened!.args.operators], weights: [...opened!.args.weights] };
  };
  /** A whole round in which the deviant is a fifth too high. @returns its number */
  const playRound = async () => {
    await sent(oracle.connect(keeper).openRound());
    const round = await oracle.currentRound();
    const { operators, weights } = await weightsOf(round);
    const reports: bigint[] = [];
    for (const operator of operators) {
      const key = operator === deviant.address ? deviant : honest;
      const priceWad = (key === deviant ? 120n : 100n) * ETH;
      const signature = await signPrice(key, domain, { operator, round, priceWad });
      await sent(oracle.connect(keeper).report(operator, round, priceWad, signature));
      reports.push(priceWad);
    }
    await advanceBlocks(provider, (await oracle.reportSeconds()) / 12n + 1n);
    await sent(oracle.connect(keeper).settle(round, operators, weights, settlementOrder(reports, weights)));
    return round;
  };
  const proveDeviation = async (round: bigint) => {
    const { operators, weights } = await weightsOf(round);
    const index = operators.indexOf(deviant.address);
    return oracle.connect(keeper).proveDeviation(round, operators, weights, index, { gasLimit: 5_000_000n });
  };
  const round = await playRound();
  const faultId = await oracle.faultIdOf(deviant, round);
  const prove = () => proveDeviation(round);
  const settle = () => exitQueue.connect(keeper).settle({ gasLimit: 8_000_000n });
  const exitNow = () => instantExit.connect(alice).exitInstantly(ETH, alice, 0n, FOREVER, { gasLimit: 8_000_000n });
  const committee = await ethers.getSigner(await oracleSlasher.vetoCommittee());
  const pass = (seconds: bigint) => advanceBlocks(provider, seconds / 12n);
  const filled = async () => (await exitQueue.batchOf(1n)).filledAssets;
  const snapshot = async () => {
    const id = await provider.request({ method: "evm_snapshot" });
    return () => provider.request({ method: "evm_revert", params: [id] });
  };
  const people = { alice, honest, deviant, committee, keeper };
  const acts = { prove, settle, exitNow, pass, filled, playRound, proveDeviation };
  return { ladder, vault, exitQueue, oracle, oracleSlasher, slashingGuard, ...people, ...acts, faultId, snapshot };
}

describe("Announced slashes and the vault", () => {
  let s: Awaited<ReturnType<typeof standUp>>;
  let restore: () => Promise<unknown>;

  before(async () => {
    s = await standUp();
  });
  beforeEach(async () => {
    restore = await s.snapshot();
  });
  afterEach(async () => restore());

  const expectHeld = async () => {
    for (const exit of [s.settle, s.exitNow]) {
      await expect(exit()).to.be.revertedWithCustomError(s.vault, "ExitsHeldBack");
    }
  };

  it("VLT-32 VLT-33: a proven deviation stops settlement and instant exit in the transaction that announces it, and nothing else", async () => {
    const { vault, exitQueue, slashingGuard, oracleSlasher, alice, deviant, faultId } = s;
    const proof = await s.prove();
    await expect(proof).to.emit(oracleSlasher, "SlashAnnounced");
    await expect(proof).to.not.emit(oracleSlasher, "ObserverFailed");
    const { expiresAt } = await oracleSlasher.announcementAt(deviant, 0n);
    await expect(proof).to.emit(slashingGuard, "ExitsHeldBack").withArgs(oracleSlasher, deviant, faultId, expiresAt);
    expect(await vault.exitsHeldBack()).to.equal(true);
    await expectHeld();
    const { ladder } = s;
    const ticket = await request(ladder, alice, ETH);
    await sent(exitQueue.connect(alice).cancel(ticket, alice));
    await syncAll(ladder);
    expect(await vault.exitsHeldBack()).to.equal(true);
    // VLT-111: nobody comes in who does not say that he bears his part
    await expect(vault.connect(alice).deposit(alice, 0n, FOREVER, { value: ETH })).to.be.revertedWithCustomError(
      vault,
      "LossAnnounced",
    );
    await depositEth(ladder, alice, ETH, true);
    await expectHeld();
  });

  it("AVS-146, VLT-33: a fault of an operator whose reach ends within the veto window holds nobody; one that fits is announced and executed", async () => {
    const { ladder, vault, oracle, oracleSlasher, deviant, faultId } = s;
    const { ethers, provider } = ladder;
    const core = await ethers.getContractAt("AllocationManager", await oracle.allocationManager());
    const leave = { operator: deviant, avs: oracle, operatorSetIds: [1n] };
    await sent(core.connect(deviant).deregisterFromOperatorSets(leave));
    const reachBlock = await oracle.slashableThroughBlock(1n, deviant);
    const vetoBlocks = (await oracleSlasher.vetoWindowSeconds()) / 12n;
    const isSlashable = () => core.isOperatorSlashable(deviant, { avs: oracle, id: 1n });
    /** So that the proof is in a block with so many left within reach. */
    const passUntil = async (left: bigint) =>
      advanceBlocks(provider, reachBlock - left - 1n - BigInt(await ethers.provider.getBlockNumber()));
    await passUntil(vetoBlocks);
    const again = await s.snapshot();

    await expect(s.prove()).to.emit(oracleSlasher, "SlashAnnounced");
    expect(await vault.exitsHeldBack()).to.equal(true);
    const rate = await vault.rate();
    await advanceBlocks(provider, vetoBlocks - 1n);
    await sent(oracleSlasher.execute(faultId, { gasLimit: 5_000_000n }));
    await syncAll(ladder);
    expect(await vault.rate()).to.be.lessThan(rate);
    await again();

    await passUntil(vetoBlocks - 1n);
    expect(await isSlashable()).to.equal(true);
    const proof = await s.prove();
    await expect(proof).to.emit(oracle, "PunishmentWaits");
    await expect(proof).to.not.emit(oracleSlasher, "SlashAnnounced");
    expect(await oracleSlasher.openAnnouncements()).to.equal(0n);
    expect(await vault.exitsHeldBack()).to.equal(false);
    await s.exitNow();
    await s.settle();
    expect(await s.filled()).to.be.greaterThan(0n);
    await s.pass((await oracleSlasher.vetoWindowSeconds()) + 24n);
    expect(await isSlashable()).to.equal(false);
    await expect(oracleSlasher.execute(faultId)).to.be.revertedWithCustomError(oracleSlasher, "NotAnnounced");
  });

  it("VLT-32: it stops them also in a block that has seen its full sync already", async () => {
    const { ladder, vault, exitQueue, keeper } = s;
    const gas = { gasLimit: 5_000_000n };
    let late = Promise.resolve(true);
    await inOneBlock(ladder, async () => {
      const first = [await vault.connect(keeper).syncAll(gas), await s.prove()];
      const settlement = await exitQueue.connect(keeper).settle(gas);
      late = settlement.wait().then(
        () => true,
        () => false,
      );
      return first;
    });
    expect(await late, "the settlement after the announcement").to.equal(false);
    expect(await vault.exitsHeldBack()).to.equal(true);
    expect(await s.filled()).to.equal(0n);
  });

  it("VLT-33: a veto lets exits go on at the next full sync", async () => {
    const { vault, oracleSlasher, committee, faultId } = s;
    await s.prove();
    await sent(oracleSlasher.connect(committee).veto(faultId));
    expect(await vault.exitsHeldBack()).to.equal(true);
    expect(await oracleSlasher.openAnnouncements()).to.equal(0n);
    await sent(s.settle());
    expect(await vault.exitsHeldBack()).to.equal(false);
    expect(await s.filled()).to.be.greaterThan(0n);
    await sent(s.exitNow());
  });

  it("VLT-33: an execution makes the loss count before anybody is paid", async () => {
    const { vault, oracleSlasher, keeper, faultId } = s;
    const before = await vault.rate();
    await s.prove();
    await s.pass(await oracleSlasher.vetoWindowSeconds());
    await expectHeld();
    await sent(oracleSlasher.connect(keeper).execute(faultId, { gasLimit: 5_000_000n }));
    await sent(s.settle());
    const after = await vault.rate();
    expect(after).to.be.lessThan(before);
    expect(await s.filled()).to.be.at.most(10n * (after + 1n));
  });

  it("VLT-33: an announcement that lapses holds nothing any more", async () => {
    const { oracleSlasher } = s;
    await s.prove();
    const windows = (await oracleSlasher.vetoWindowSeconds()) + (await oracleSlasher.executionWindowSeconds());
    await s.pass(windows - 60n);
    await expectHeld();
    await s.pass(60n);
    await sent(s.settle());
  });

  it("VLT-32: without the hook the next full sync holds exits back, and anybody can say it before", async () => {
    const { ladder, vault, oracleSlasher, exitQueue, keeper, alice } = s;
    const [listener] = await oracleSlasher.observers();
    await sent(oracleSlasher.connect(ladder.admin).removeObserver(listener!));
    await s.prove();
    expect(await vault.exitsHeldBack()).to.equal(false);
    await expectHeld();
    await sent(vault.connect(alice).holdExits(alice));
    expect(await vault.exitsHeldBack()).to.equal(false);
    await sent(vault.connect(alice).holdExits(oracleSlasher));
    expect(await vault.exitsHeldBack()).to.equal(true);
    await expectHeld();
    expect((await exitQueue.batchOf(1n)).filledShares).to.equal(0n);
    await syncAll(ladder);
    await expect(exitQueue.connect(keeper).settle()).to.be.revertedWithCustomError(vault, "ExitsHeldBack");
  });

  it("VLT-34: services that announce for ever hold exits for no longer than their budgets, and two no longer than both", async () => {
    const { ladder, vault, slashingGuard, honest, deviant } = s;
    const { ethers } = ladder;
    const wolves = [
      await ethers.deployContract("CryingWolf", [deviant]),
      await ethers.deployContract("CryingWolf", [honest]),
    ];
    for (const wolf of wolves) await govern(ladder, slashingGuard, "list", [wolf.target, BUDGET, PERIOD]);
    const timeNow = async () => BigInt((await ethers.provider.getBlock("latest"))!.timestamp);
    const from = await timeNow();
    let held = 0n;
    let seed = 0n;
    let last = from;
    // each cries without end, the second when the first is out of breath
    while ((await timeNow()) < from + 4n * BUDGET) {
      for (const [index, wolf] of wolves.entries()) {
        const open = index === 0 || (await slashingGuard.budgetLeftSeconds(wolves[0]!)) < 60n;
        if (open) await sent(wolf.cry(index === 0 ? deviant : honest, 1, ETH, 2n ** 40n, seed++));
      }
      await syncAll(ladder);
      const now = await timeNow();
      if (await vault.exitsHeldBack()) held += now - last;
      last = now;
      await s.pass(60n);
      for (const [index, wolf] of wolves.entries()) await sent(wolf.hush(index === 0 ? deviant : honest));
    }
    const span = (await timeNow()) - from;
    const most = 2n * (BUDGET + (BUDGET * span) / PERIOD);
    expect(held).to.be.greaterThan(BUDGET);
    expect(held).to.be.at.most(most + 2n * 96n);
    await sent(s.settle());
    expect(await s.filled()).to.be.greaterThan(0n);
  });
});
