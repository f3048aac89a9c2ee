import { expect } from "chai";
import fc from "fast-check";
import { pubkeyHashOf } from "../../scripts/beacon/depositData.ts";
import { FOREVER, type Ladder, restored, standUpLadder } from "./ladder.ts";
import { ETH } from "../../scripts/lib/units.ts";

const RUNS = Number(process.env.LADDER_INVARIANT_RUNS ?? 2);

/** ETH idle, in validators of slot 0, and LST in slot 1, whose operator bob's service can slash. */
const standUp = () => restored(withEverything);

async function withEverything() {
  const s = await standUpLadder();
  const { vault, alice, bob, carol } = { ...s, carol: s.treasury };
  await s.secure(bob, s.opTwo, [String(s.strategy.target)]);
  await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 200n * ETH });
  const keys = await s.stakeValidators(0n, 2);
  await vault.connect(alice).depositLst(s.lst, await s.giveLst(alice, 60n * ETH), alice, 0n, FOREVER);
  await s.restaker.restakeLst(1n, s.lst);
  await vault.syncAll();
  await s.giveLst(carol, 100n * ETH);
  await s.lst.connect(carol).approve(vault, 0n);
  return { s, keys, carol };
}

type Standing = Awaited<ReturnType<typeof standUp>>;

const terms = (
  receiver: { address: string },
  more: Partial<{ minShares: bigint; newsFrom: bigint; acceptsAnnouncedLoss: boolean }> = {},
) => ({
  receiver: receiver.address,
  minShares: 0n,
  deadline: FOREVER,
  newsFrom: 0n,
  acceptsAnnouncedLoss: false,
  ...more,
});

/** Nothing of anything, and no leave to take anything, stays with the entrance. */
async function expectEmpty({ s }: Standing): Promise<void> {
  expect(await s.ethers.provider.getBalance(s.entrance)).to.equal(0n);
  for (const token of [s.vault, s.lst]) expect(await token.balanceOf(s.entrance)).to.equal(0n);
  expect(await s.lst.allowance(s.entrance, s.vault)).to.equal(0n);
}

/** What can have happened on chain without the vault's knowing, by name. */
const NEWS: Readonly<Record<string, (standing: Standing, size: bigint) => Promise<unknown>>> = {
  nothing: async () => undefined,
  slash: async ({ s }, size) => s.slash(s.bob, s.opTwo, [String(s.strategy.target)], size),
  "told penalty": async ({ s, keys }, size) => {
    const { index } = await s.beacon.indexOf(pubkeyHashOf(keys[0]!.pubkey));
    await s.beacon.reportPenalty(index, size / 10n ** 9n);
    await s.checkpoint(0n, keys);
  },
  rewards: async ({ s, keys }, size) => {
    await s.advanceEpochs(1n + size / (ETH / 100n));
    await s.checkpoint(0n, keys);
  },
};

/** A permit of the holder for the entrance. */
async function permitOf(s: Ladder, token: Ladder["lst"] | Ladder["vault"], holder: Ladder["alice"], value: bigint) {
  const { chainId } = await s.ethers.provider.getNetwork();
  const version = "1";
  const domain = { name: await token.name(), version, chainId, verifyingContract: String(token.target) };
  const Permit = ["address owner", "address spender", "uint256 value", "uint256 nonce", "uint256 deadline"].map(
    (one) => ({
      type: one.split(" ")[0]!,
      name: one.split(" ")[1]!,
    }),
  );
  const message = {
    owner: holder.address,
    spender: String(s.entrance.target),
    value,
    nonce: await token.nonces(holder),
    deadline: FOREVER,
  };
  const signature = s.ethers.Signature.from(await holder.signTypedData(domain, { Permit }, message));
  return { deadline: FOREVER, v: signature.v, r: signature.r, s: signature.s };
}

describe("the entrance that first finds out", () => {
  it("VLT-112: whatever has happened, it mints what a sync and a deposit in one block mint, to the wei, and moves no rate", async () => {
    const standing = await standUp();
    const { s, carol } = standing;
    await s.lst.connect(carol).approve(s.entrance, 2n ** 255n);
    const start = await s.networkHelpers.takeSnapshot();
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(NEWS)),
        fc.bigInt(10n ** 9n, ETH),
        fc.bigInt(10n ** 6n, 90n * ETH),
        fc.boolean(),
        async (news, size, amount, inLst) => {
          await start.restore();
          await NEWS[news]!(standing, size);
          const blind = await s.vault.depositRate();
          const told = await s.views.liveDepositRate();
          if (told !== blind) seen.add(news);
          const happened = await s.networkHelpers.takeSnapshot();
          const moment = BigInt(await s.networkHelpers.time.latest()) + 1n;

          await s.networkHelpers.time.setNextBlockTimestamp(moment);
          await s.vault.syncAll();
          const t = await s.vault.totals();
          const worth = inLst ? await s.lst.getStETHByWstETH(amount) : amount;
          const due = (worth * (t.supply + 10n ** 6n)) / (t.recognised + t.lockedProfit + 10n ** 6n);
          const rate = await s.vault.rate();

          await happened.restore();
          await s.networkHelpers.time.setNextBlockTimestamp(moment);
          const me = s.entrance.connect(carol);
          if (inLst) await me.depositLst(s.lst, amount, terms(carol, { minShares: due }));
          else await me.depositEth(terms(carol, { minShares: due }), { value: amount });
          // reserves are valued as a whole, so a wei of LST can count for one of ETH more or less
          const slack = inLst ? 2n : 0n;
          expect(await s.vault.balanceOf(carol)).to.be.within(due, due + slack);
          expect(await s.vault.rate()).to.be.within(rate, rate + 1n);
          await expectEmpty(standing);
        },
      ),
      {
        numRuns: Object.keys(NEWS).length + RUNS,
        examples: Object.keys(NEWS).map(
          (news) => [news, ETH / 2n, 10n * ETH, news === "slash"] as [string, bigint, bigint, boolean],
        ),
      },
    );
    expect([...seen].toSorted()).to.include.members(["slash", "told penalty"]);
  });

  it("VLT-112: after a slash that nobody told, 10 ETH through it are worth 10, and the plain deposit pays for the loss", async () => {
    const { s, carol } = await standUp();
    await s.slash(s.bob, s.opTwo, [String(s.strategy.target)], ETH);
    const start = await s.networkHelpers.takeSnapshot();
    const worthAfter = async () => {
      await s.vault.syncAll();
      return s.vault.toAssetsDown(await s.vault.balanceOf(carol));
    };
    await s.entrance.connect(carol).depositEth(terms(carol), { value: 10n * ETH });
    const told = await worthAfter();
    await start.restore();
    await s.vault.connect(carol).deposit(carol, 0n, FOREVER, { value: 10n * ETH });
    const blind = await worthAfter();
    // the sync has found a gain too, which drips: she pays for it at once
    expect(told).to.be.within(10n * ETH - ETH / 100n, 10n * ETH);
    expect(blind).to.be.below(9n * ETH);
  });

  it("VLT-112: refuses as the vault does: too few shares, late, an LST that is not listed, a receiver that is nobody", async () => {
    const standing = await standUp();
    const { s, carol } = standing;
    const me = s.entrance.connect(carol);
    await expect(
      me.depositEth(terms(carol, { minShares: 11n * ETH }), { value: 10n * ETH }),
    ).to.be.revertedWithCustomError(s.vault, "TooFewShares");
    await expect(me.depositEth({ ...terms(carol), deadline: 1n }, { value: ETH })).to.be.revertedWithCustomError(
      s.vault,
      "DeadlinePassed",
    );
    await expect(me.depositEth(terms({ address: s.ethers.ZeroAddress }), { value: ETH })).to.be.revertedWithCustomError(
      s.vault,
      "ReceiverZero",
    );
    for (const call of [
      me.depositLst(s.weth, ETH, terms(carol)),
      me.depositLstWithPermit(s.weth, ETH, terms(carol), {
        deadline: 0n,
        v: 27,
        r: s.ethers.ZeroHash,
        s: s.ethers.ZeroHash,
      }),
    ]) {
      await expect(call).to.be.revertedWithCustomError(s.vault, "LstNotListed").withArgs(s.weth);
    }
    await expect(carol.sendTransaction({ to: s.entrance, value: 1n })).to.be.revert(s.ethers);
    await expectEmpty(standing);
  });

  it("VLT-113: a signed approval suffices, for an LST and for shares, also when a stranger has used it up first", async () => {
    const standing = await standUp();
    const { s, carol } = standing;
    for (const usedFirst of [false, true]) {
      const permit = await permitOf(s, s.lst, carol, 5n * ETH);
      if (usedFirst)
        await s.lst.connect(s.bob).permit(carol, s.entrance, 5n * ETH, permit.deadline, permit.v, permit.r, permit.s);
      // for a stranger it is worth nothing: the entrance takes of its caller alone
      await expect(s.entrance.connect(s.bob).depositLstWithPermit(s.lst, 5n * ETH, terms(s.bob), permit)).to.be.revert(
        s.ethers,
      );
      const before = await s.vault.balanceOf(carol);
      await s.entrance.connect(carol).depositLstWithPermit(s.lst, 5n * ETH, terms(carol), permit);
      expect((await s.vault.balanceOf(carol)) - before).to.be.above(4n * ETH);
      expect(await s.lst.allowance(carol, s.entrance)).to.equal(0n);

      const shares = await permitOf(s, s.vault, carol, ETH);
      if (usedFirst) await s.vault.permit(carol, s.entrance, ETH, shares.deadline, shares.v, shares.r, shares.s);
      await s.entrance.connect(carol).requestWithPermit(ETH, carol, 0n, FOREVER, 0n, shares);
      expect(await s.vault.allowance(carol, s.entrance)).to.equal(0n);
      await expectEmpty(standing);
    }
    expect(await s.tickets.balanceOf(carol)).to.equal(2n);
  });

  it("VLT-113: without an allowance, a permit that fails takes nothing", async () => {
    const standing = await standUp();
    const { s, carol } = standing;
    const permit = await permitOf(s, s.lst, carol, 5n * ETH);
    await expect(
      s.entrance.connect(carol).depositLstWithPermit(s.lst, 6n * ETH, terms(carol), permit),
    ).to.be.revertedWithCustomError(s.lst, "ERC20InsufficientAllowance");
    const shares = await permitOf(s, s.vault, s.alice, ETH);
    await expect(
      s.entrance.connect(s.alice).requestWithPermit(2n * ETH, s.alice, 0n, FOREVER, 0n, shares),
    ).to.be.revert(s.ethers);
    await expectEmpty(standing);
  });

  it("VLT-114: a request through it is judged on what its sync finds, the queue's own on the books", async () => {
    const standing = await standUp();
    const { s } = standing;
    await s.slash(s.bob, s.opTwo, [String(s.strategy.target)], ETH);
    const quote = await s.vault.toAssetsDown(10n * ETH);
    await s.vault.connect(s.alice).approve(s.entrance, 2n ** 255n);
    const start = await s.networkHelpers.takeSnapshot();
    await s.queue.connect(s.alice).request(10n * ETH, s.alice, quote, FOREVER);
    await start.restore();
    await expect(
      s.entrance.connect(s.alice).request(10n * ETH, s.bob, quote, FOREVER, 0n),
    ).to.be.revertedWithCustomError(s.queue, "QuoteTooLow");
    const moment = BigInt(await s.networkHelpers.time.latest()) + 10n;
    await s.networkHelpers.time.setNextBlockTimestamp(moment);
    await s.vault.syncAll();
    const told = await s.vault.toAssetsDown(10n * ETH);
    await start.restore();
    await s.networkHelpers.time.setNextBlockTimestamp(moment);
    await expect(s.entrance.connect(s.alice).request(10n * ETH, s.bob, told + 1n, FOREVER, 0n))
      .to.be.revertedWithCustomError(s.queue, "QuoteTooLow")
      .withArgs(told, told + 1n);
    await start.restore();
    await s.networkHelpers.time.setNextBlockTimestamp(moment);
    await s.entrance.connect(s.alice).request(10n * ETH, s.bob, told, FOREVER, 0n);
    expect((await s.queue.ticketOf(1n << 64n)).owner).to.equal(s.bob.address);
    await expectEmpty(standing);
  });

  it("VLT-110: while a slash is announced nobody comes in who does not say so, with ETH or an LST", async () => {
    const { s, carol } = await standUp();
    const service = await s.ethers.deployContract("CryingWolf", [s.bob]);
    await s.slashingGuard.list(service, 3_600n, 36_000n);
    await service.cry(s.opOne, 1n, ETH / 2n, 2n ** 40n, 1n);
    const amount = await s.giveLst(carol, ETH);
    await s.lst.connect(carol).approve(s.entrance, amount);
    const me = s.entrance.connect(carol);
    const accepting = terms(carol, { acceptsAnnouncedLoss: true });
    await expect(me.depositEth(terms(carol), { value: ETH })).to.be.revertedWithCustomError(s.vault, "LossAnnounced");
    await expect(me.depositLst(s.lst, amount, terms(carol))).to.be.revertedWithCustomError(s.vault, "LossAnnounced");
    await me.depositEth(accepting, { value: ETH });
    await me.depositLst(s.lst, amount, accepting);
    await service.hush(s.opOne);
    await me.depositEth(terms(carol), { value: ETH });
  });

  it("VLT-118: who accepts what is announced does so for one deposit: the next one of a bundle, a stranger's, is refused", async () => {
    const { s, carol } = await standUp();
    const service = await s.ethers.deployContract("CryingWolf", [s.bob]);
    await s.slashingGuard.list(service, 3_600n, 36_000n);
    // a bundle: calls of several in one transaction, as those of ERC-4337 are
    const bundle = await s.ethers.deployContract("RestakerMock", [s.vault]);
    await s.lst.connect(carol).transfer(bundle, 10n * ETH);
    const deposit = (acceptsAnnouncedLoss: boolean) =>
      s.entrance.interface.encodeFunctionData("depositLst", [
        s.lst.target,
        ETH,
        terms(carol, { acceptsAnnouncedLoss }),
      ]);
    const send = (...calls: [{ target: unknown }, string][]) =>
      bundle.callAll(
        calls.map(([to]) => String(to.target)),
        calls.map(([, data]) => data),
      );
    await send([s.lst, s.lst.interface.encodeFunctionData("approve", [s.entrance.target, 10n * ETH])]);
    const cry = service.interface.encodeFunctionData("cry", [s.opOne.address, 1n, ETH / 2n, 2n ** 40n, 1n]);
    // said while nothing was announced, it is not good for what is announced after it
    await expect(
      send([s.entrance, deposit(true)], [service, cry], [s.entrance, deposit(false)]),
    ).to.be.revertedWithCustomError(s.vault, "LossAnnounced");
    await send([service, cry]);
    await expect(send([s.entrance, deposit(true)], [s.entrance, deposit(false)])).to.be.revertedWithCustomError(
      s.vault,
      "LossAnnounced",
    );
    await send([s.entrance, deposit(true)], [s.entrance, deposit(true)]);
    // of the vault itself too
    const accept = s.vault.interface.encodeFunctionData("acceptAnnouncedLoss");
    const direct = s.vault.interface.encodeFunctionData("depositLst", [s.lst.target, ETH, carol.address, 0n, FOREVER]);
    await send([s.lst, s.lst.interface.encodeFunctionData("approve", [s.vault.target, 10n * ETH])]);
    await send([s.vault, accept], [s.vault, direct]);
    await expect(send([s.vault, accept], [s.vault, direct], [s.vault, direct])).to.be.revertedWithCustomError(
      s.vault,
      "LossAnnounced",
    );
  });

  it("VLT-111 STD-51: what is announced closes the vault's own doors too, to who has not said it for himself; views ask themselves", async () => {
    const { s, carol } = await standUp();
    const service = await s.ethers.deployContract("CryingWolf", [s.bob]);
    await s.slashingGuard.list(service, 3_600n, 36_000n);
    const room = await s.views.depositRoom();
    expect([room > 0n, await s.facade.maxDeposit(carol)]).to.deep.equal([true, room]);
    await service.cry(s.opOne, 1n, ETH / 2n, 2n ** 40n, 1n);
    // nobody has told the vault: its plain deposit is blind, whoever asks is told
    expect(await s.slashingGuard.wouldHoldBack()).to.equal(true);
    expect(await s.slashingGuard.heldUntil(service)).to.equal(0n);
    expect([
      await s.views.depositRoom(),
      await s.facade.maxDeposit(carol),
      await s.facade.maxMint(carol),
    ]).to.deep.equal([0n, 0n, 0n]);
    const direct = s.vault.connect(carol);
    const amount = await s.giveLst(carol, ETH);
    const blind = await s.networkHelpers.takeSnapshot();
    await direct.deposit(carol, 0n, FOREVER, { value: ETH });
    await blind.restore();
    await s.vault.holdExits(service);
    const ways = {
      eth: () => direct.deposit(carol, 0n, FOREVER, { value: ETH }),
      lst: () => direct.depositLst(s.lst, amount, carol, 0n, FOREVER),
    };
    for (const way of Object.values(ways)) await expect(way()).to.be.revertedWithCustomError(s.vault, "LossAnnounced");
    // what somebody says is said for him, and in its transaction alone
    await s.vault.connect(carol).acceptAnnouncedLoss();
    for (const way of Object.values(ways)) await expect(way()).to.be.revertedWithCustomError(s.vault, "LossAnnounced");
    await s.entrance.connect(carol).depositEth(terms(carol, { acceptsAnnouncedLoss: true }), { value: ETH });
    await expect(ways.eth()).to.be.revertedWithCustomError(s.vault, "LossAnnounced");
    await s.weth.connect(carol).deposit({ value: ETH });
    await s.weth.connect(carol).approve(s.facade, ETH);
    await expect(s.facade.connect(carol).deposit(ETH, carol)).to.be.revertedWithCustomError(s.vault, "LossAnnounced");
    await service.hush(s.opOne);
    expect([await s.slashingGuard.wouldHoldBack(), (await s.facade.maxDeposit(carol)) > 0n]).to.deep.equal([
      false,
      true,
    ]);
    await s.facade.connect(carol).deposit(ETH, carol);
    for (const way of Object.values(ways)) await way();
  });

  it("VLT-115: whoever wants younger news than the vault names the age, to the second", async () => {
    const { s, keys, carol } = await standUp();
    const { asOf } = await s.delegators[0].positions();
    const me = s.entrance.connect(carol);
    await expect(me.depositEth(terms(carol, { newsFrom: asOf + 1n }), { value: ETH }))
      .to.be.revertedWithCustomError(s.entrance, "NewsTooOld")
      .withArgs(asOf, asOf + 1n);
    await me.depositEth(terms(carol, { newsFrom: asOf }), { value: ETH });
    await s.vault.connect(s.alice).approve(s.entrance, ETH);
    const request = (newsFrom: bigint) => s.entrance.connect(s.alice).request(ETH, s.alice, 0n, FOREVER, newsFrom);
    await expect(request(asOf + 1n)).to.be.revertedWithCustomError(s.entrance, "NewsTooOld");
    await s.checkpoint(0n, keys);
    await me.depositEth(terms(carol, { newsFrom: asOf + 1n }), { value: ETH });
    await request(asOf + 1n);
  });
});
