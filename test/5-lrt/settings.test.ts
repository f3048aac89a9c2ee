import { expect } from "chai";
import { artifacts } from "hardhat";
import { RESTRICTED } from "../../deploy/lib/vault-roles.ts";
import { standUpLadder } from "./ladder.ts";
import { DAY, FOREVER, expectBalanced, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

describe("settings and stops", () => {
  it("VLT-13: deposits stop for a while, and again only after an equal open time", async () => {
    const { vault, settings, alice, networkHelpers } = await standUpVault();
    await networkHelpers.time.increase(DAY);
    await vault.syncAll();
    await settings.pauseDeposits(DAY);
    const now = BigInt(await networkHelpers.time.latest());
    const deposit = () => vault.deposit(alice, 0n, FOREVER, { value: ETH });
    await expect(deposit())
      .to.be.revertedWithCustomError(vault, "DepositsPaused")
      .withArgs(now + DAY);
    await expect(settings.pauseDeposits(1n))
      .to.be.revertedWithCustomError(settings, "StoppedTooRecently")
      .withArgs(now + 2n * DAY);
    await networkHelpers.time.setNextBlockTimestamp(now + DAY - 1n);
    await vault.syncAll();
    await networkHelpers.time.setNextBlockTimestamp(now + DAY);
    await deposit();
    await networkHelpers.time.setNextBlockTimestamp(now + 2n * DAY - 1n);
    await expect(settings.pauseDeposits(1n)).to.be.revertedWithCustomError(settings, "StoppedTooRecently");
    await networkHelpers.time.setNextBlockTimestamp(now + 2n * DAY);
    await settings.pauseDeposits(14n * DAY);
    await expect(settings.contain(14n * DAY + 1n))
      .to.be.revertedWithCustomError(settings, "StopTooLong")
      .withArgs(14n * DAY + 1n, 14n * DAY);
  });

  it("VLT-13: containment stops requests, closings, settlements and deposits, never claims, cancels or syncs", async () => {
    const s = await standUpVault();
    const me = s.queue.connect(s.alice);
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await me.request(ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(DAY);
    await s.queue.close();
    await s.queue.settle();
    await me.request(ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(DAY);
    await s.settings.contain(DAY);
    for (const stopped of [() => me.request(ETH, s.alice, 0n, FOREVER), () => s.queue.close()]) {
      await expect(stopped()).to.be.revertedWithCustomError(s.vault, "Containment");
    }
    await s.vault.syncAll();
    await expect(s.vault.deposit(s.alice, 0n, FOREVER, { value: ETH })).to.be.revertedWithCustomError(
      s.vault,
      "DepositsPaused",
    );
    await me.claim(1n << 64n, s.alice);
    await me.cancel(2n << 64n, s.alice);
    await s.networkHelpers.time.increase(DAY);
    await me.request(ETH, s.alice, 0n, FOREVER);
    await s.queue.close();
    await expectBalanced(s);
  });

  it("VLT-30: what the settings write, nobody else can, the administrator included", async () => {
    const s = await standUpVault();
    const setters: [string, readonly unknown[]][] = [
      ["addComponent", [s.bob.address]],
      ["removeComponent", [s.left.target]],
      ["setReserve", [s.bob.address, s.bob.address]],
      ["setTerms", [{ feeBps: 1n, depositCapEther: 1n, pausedUntil: 1n, containedUntil: 1n }]],
    ];
    for (const caller of [s.admin, s.bob]) {
      for (const [name, args] of setters) {
        const data = s.vault.interface.encodeFunctionData(name as never, args as never);
        await expect(caller.sendTransaction({ to: s.vault, data }), name)
          .to.be.revertedWithCustomError(s.vault, "OnlySettings")
          .withArgs(caller);
      }
    }
    expect(setters.map(([name]) => name)).to.include.members(
      (await artifacts.readArtifact("IVaultControls")).abi.flatMap((part) =>
        part.type === "function" ? part.name : [],
      ),
    );
  });

  it("VLT-10: the fee is at most a fifth and has a recipient", async () => {
    const { vault, settings, treasury, ethers } = await standUpVault();
    await expect(settings.setFee(2_001n, treasury))
      .to.be.revertedWithCustomError(settings, "FeeTooHigh")
      .withArgs(2_001n, 2_000n);
    await expect(settings.setFee(1n, ethers.ZeroAddress)).to.be.revertedWithCustomError(settings, "ReceiverZero");
    await settings.setFee(2_000n, treasury);
    expect(await vault.feeBps()).to.equal(2_000n);
    expect(await vault.highWaterRay()).to.equal(10n ** 27n);
  });

  it("VLT-18: what is owed is paid only from idle ETH that no exit waits for", async () => {
    const s = await standUpVault();
    await s.settings.setFee(1_000n, s.treasury);
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.restaker.restake(s.left, 9n * ETH);
    await s.left.setAssets(10n * ETH);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    await s.queue.connect(s.alice).request(10n * ETH, s.alice, 0n, FOREVER);
    await expect(s.vault.payOwed()).to.changeEtherBalance(s.ethers, s.treasury, 0n);
    await s.queue.connect(s.alice).cancel(1n << 64n, s.alice);
    await expect(s.vault.payOwed()).to.changeEtherBalance(s.ethers, s.treasury, ETH / 10n);
    await expectBalanced(s);
  });

  it("VLT-25: cover pays at most its cap in a window, and leaks back", async () => {
    const s = await standUpVault();
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 100n * ETH });
    await s.restaker.restake(s.left, 100n * ETH);
    await s.cover.fund({ value: 30n * ETH });
    await s.left.setAssets(85n * ETH);
    await s.vault.syncAll();
    expect([await s.cover.totalDrawn(), (await s.vault.totals()).recognised]).to.deep.equal([10n * ETH, 95n * ETH]);
    await s.networkHelpers.time.increase((7n * DAY) / 2n);
    expect(await s.cover.available()).to.be.within(5n * ETH, 5n * ETH + ETH / 100n);
    await s.left.setAssets(80n * ETH);
    await s.vault.syncAll();
    expect(await s.cover.totalDrawn()).to.be.within(15n * ETH - 10n, 15n * ETH);
    await expectBalanced(s);
  });

  it("VLT-23: each restricted function asks for its role as deployed", async () => {
    const s = await standUpLadder();
    const contracts = {
      RunOff: s.runOff,
      VaultSettings: s.settings,
      InstantExit: s.instantExit,
      LstReserve: s.lstReserve,
      Restaker: s.restaker,
    };
    const roles = { guardian: 1n, governor: 2n, keyRegistrar: 3n } as const;
    for (const [name, contract] of Object.entries(contracts)) {
      for (const [role, names] of Object.entries(RESTRICTED[name as keyof typeof RESTRICTED])) {
        for (const fn of names) {
          const fragment = contract.interface.getFunction(fn as never)!;
          const target = String(contract.target);
          expect(await s.authority.getTargetFunctionRole(target, fragment.selector), fn).to.equal(
            roles[role as keyof typeof roles],
          );
          const zeros = s.ethers.AbiCoder.defaultAbiCoder().encode(["uint256[8]"], [Array(8).fill(0)]);
          const call = s.bob.sendTransaction({ to: target, data: s.ethers.concat([fragment.selector, zeros]) });
          await expect(call, fn).to.be.revertedWithCustomError(s.settings, "AccessManagedUnauthorized");
        }
      }
    }
  });

  it("VLT-17: an LST is listed with its reserve, and goes only empty", async () => {
    const s = await standUpLadder();
    await expect(s.settings.listLst(s.lstReserve))
      .to.be.revertedWithCustomError(s.settings, "LstListed")
      .withArgs(s.lst);
    await s.vault.connect(s.alice).depositLst(s.lst, await s.giveLst(s.alice, ETH), s.alice, 0n, FOREVER);
    await expect(s.settings.unlistLst(s.lst)).to.be.revertedWithCustomError(s.settings, "LstInUse").withArgs(s.lst);
    await s.restaker.retireLst(s.lst);
    await s.restaker.removeStrategy(s.strategy);
    await expect(s.settings.unlistLst(s.lst)).to.be.revertedWithCustomError(s.vault, "ComponentNotEmpty");
    await s.restaker.requestLstExit(s.lst);
    await s.fillLstExits();
    for (const id of await s.lstReserve.exitIds()) await s.restaker.claimLstExit(s.lst, id);
    await s.vault.syncAll();
    await s.settings.unlistLst(s.lst);
    await expect(s.vault.depositLst(s.lst, 1n, s.alice, 0n, FOREVER)).to.be.revertedWithCustomError(
      s.vault,
      "LstNotListed",
    );
  });

  it("VLT-26: a dead vault takes and pays nothing, gives tickets back, and lives on by a gift", async () => {
    const s = await standUpVault();
    const me = s.queue.connect(s.alice);
    await s.vault.deposit(s.alice, 0n, FOREVER, { value: 10n * ETH });
    await s.restaker.restake(s.left, 10n * ETH);
    await me.request(ETH, s.alice, 0n, FOREVER);
    await s.networkHelpers.time.increase(DAY);
    await s.queue.close();
    await me.request(ETH, s.alice, 0n, FOREVER);
    // exactly at the floor it lives
    await s.left.setAssets(10n ** 13n);
    await s.vault.syncAll();
    expect(await s.vault.isDead()).to.equal(false);
    await s.left.setAssets(10n ** 12n);
    await s.vault.syncAll();
    expect(await s.vault.isDead()).to.equal(true);
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    for (const stopped of [() => s.vault.deposit(s.alice, 0n, FOREVER, { value: ETH }), () => s.queue.close()]) {
      await expect(stopped()).to.be.revertedWithCustomError(s.vault, "DeadState");
    }
    await expect(s.queue.settle()).to.be.revertedWithCustomError(s.runOff, "InGrace");
    await me.cancel(1n << 64n, s.alice);
    await me.cancel(2n << 64n, s.alice);
    expect(await s.vault.balanceOf(s.alice)).to.equal(10n * ETH);
    await s.queue.settle();
    expect(await s.queue.fillingBatchId()).to.equal(2n);
    await expect(s.vault.recapitalise()).to.be.revertedWithCustomError(s.vault, "NothingGiven");
    await s.vault.recapitalise({ value: 5n * ETH });
    await s.networkHelpers.time.increase(DAY);
    await s.vault.syncAll();
    expect(await s.vault.isDead()).to.equal(false);
    expect(await s.vault.rate()).to.be.within(ETH / 2n, ETH / 2n + 10n ** 12n);
    await s.vault.deposit(s.bob, 0n, FOREVER, { value: ETH });
    await expectBalanced(s);
  });
});
