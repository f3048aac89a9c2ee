import { rm } from "node:fs/promises";
import { expect } from "chai";
import { SLASHERS, STANDING, type StandingName } from "../../deploy/modules/5-successor.ts";
import { DeploymentRefused } from "../../scripts/deploy/refusal.ts";
import { prove, signTwice } from "../../scripts/lib/ladder/bridge.ts";
import { advanceBlocks, BLOCK_SECONDS } from "../../scripts/lib/ladder/clock.ts";
import { govern } from "../../scripts/lib/ladder/governor.ts";
import { claim, depositEth, depositLst, recapitalise, request, stake } from "../../scripts/lib/ladder/holders.ts";
import { collect, restake, settle, syncAll, unwind } from "../../scripts/lib/ladder/keepers.ts";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { report, serveLstQueue } from "../../scripts/lib/ladder/lst.ts";
import { openBridge } from "../../scripts/lib/ladder/open-service.ts";
import { ladderAt } from "../../scripts/lib/ladder/open.ts";
import { addSlot, registerOperator, secure } from "../../scripts/lib/ladder/operators.ts";
import { sent } from "../../scripts/lib/ladder/sent.ts";
import { serve, stateOf } from "./served.ts";
import { ETH } from "../../scripts/lib/units.ts";

const VIRTUAL = 10n ** 6n;
const HOUR_BLOCKS = 3_600n / BigInt(BLOCK_SECONDS);
const DAY_BLOCKS = 24n * HOUR_BLOCKS;
const CAP = 10n ** 4n * ETH;
const DEPLOYMENT = "test-generations";
const NEXT = `${DEPLOYMENT}-generation-2`;
/** Parts of a vault that no two of them share. */
const OWN = [
  "vault",
  "exitQueue",
  "exitTickets",
  "cover",
  "feeSplit",
  "restaker",
  "vaultSettings",
  "authority",
  "lstReserve",
];

describe("a second generation beside the first", () => {
  let node: Awaited<ReturnType<typeof serve>>;
  let first: Awaited<ReturnType<typeof node.deploy>>;
  let second: typeof first;
  let old: Ladder;
  let next: Ladder;
  /** The tickets that wait in the old vault, by their owner. */
  const waiting = new Map<string, bigint>();
  /** What was said when the successor was asked for too early. */
  let tooEarly: unknown;

  const [ALICE, BOB, CAROL, NORTH, SOUTH, COURT] = [0, 1, 2, 3, 4, 5] as const;
  const account = (index: number) => old.others[index]!;

  /** Deposits wstETH for `wei` of ETH. @returns the shares */
  const invest = async (ladder: Ladder, index: number, wei: bigint) =>
    depositLst(ladder, account(index), await stake(ladder, account(index), wei));

  const refusal = async (generation: number): Promise<string> => {
    const before = await stateOf(node.connection, first.deployer);
    const error = await node.deploy({ deploymentId: DEPLOYMENT, generation }).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(DeploymentRefused);
    expect(await stateOf(node.connection, first.deployer)).to.deep.equal(before);
    return (error as DeploymentRefused).message;
  };

  before(async () => {
    node = await serve();
    node.folder(NEXT);
    first = await node.deploy({ deploymentId: DEPLOYMENT });
    old = await ladderAt(node.connection, first.addresses);
    // North puts all of its stake behind a service at which one lie costs all of it
    const gallows = await openBridge(old, ETH, [old.addresses.wstEthStrategy]);
    const delayBlocks = await registerOperator(old, account(NORTH));
    await registerOperator(old, account(SOUTH));
    await secure(old, account(NORTH), await gallows.getAddress(), ETH);
    await advanceBlocks(old.provider, delayBlocks);
    await addSlot(old, account(NORTH), { weightBps: 10_000n, capWei: CAP });
    await addSlot(old, account(SOUTH), { weightBps: 0n, capWei: CAP });
    await report(old);
    await syncAll(old);
    await invest(old, ALICE, 60n * ETH);
    await invest(old, BOB, 40n * ETH);
    await restake(old, 0n);
    waiting.set("bob", await request(old, account(BOB), 10n * ETH));
    await sent(old.contracts.exitQueue.close());
    await prove(
      old,
      account(COURT),
      account(NORTH).address,
      await signTwice(old, account(NORTH), 1n, gallows),
      gallows,
    );
    await syncAll(old);
    tooEarly = await refusal(2);
    await advanceBlocks(old.provider, 3n * DAY_BLOCKS + 1n);
    await sent(old.contracts.runOff.connect(account(COURT)).windUp());
    second = await node.deploy({ deploymentId: DEPLOYMENT, generation: 2 });
    next = await ladderAt(node.connection, second.addresses);
  });
  after(() => node.close());

  /** What roles have set in a vault, and who holds them. */
  async function settingsOf({ addresses, contracts: c, admin, guardian, keeper }: Ladder) {
    const split = await old.ethers.getContractAt("FeeSplit", await c.settings.feeRecipient());
    const role = async (id: bigint, holder: string) => [...(await c.authority.getAccess(id, holder))].slice(1, 2);
    const roleOf = (name: "addSlot" | "setLimits") =>
      c.authority.getTargetFunctionRole(c.restaker, c.restaker.interface.getFunction(name).selector);
    return {
      fee: await c.vault.feeBps(),
      drip: await c.vault.dripSeconds(),
      grace: await c.runOff.graceSeconds(),
      rule: await old.ethers.provider.getCode(await c.vault.pricingRule()),
      treasury: await split.treasury(),
      splitPaysOwnCover: (await split.cover()) === c.cover.target,
      cover: [await c.cover.cooldownSeconds(), await c.cover.unstakeWindowSeconds(), await c.cover.premiumBps()],
      limits: [...(await c.restaker.limits())],
      strategy: await c.restaker.strategyOf(addresses.wstETH),
      components: (await c.vault.components())[0] === c.lstReserve.target,
      holders: [
        await role(0n, admin.address),
        await role(2n, admin.address),
        await role(1n, guardian.address),
        await role(3n, keeper.address),
      ],
      roles: [await roleOf("addSlot"), await roleOf("setLimits")],
      held: await c.slashingGuard.services(),
    };
  }

  it("VLT-70: is refused while the vault is not wound up, and where there is none, before anything is sent", async () => {
    expect(tooEarly).to.match(/is not wound up/);
    // the second is alive, and there is no third
    expect(await refusal(3)).to.match(/is not wound up/);
    expect(await refusal(4)).to.match(/No vault of generation 3 is known/);
    expect(await refusal(0)).to.match(/no generation 0/);
  });

  it("VLT-70: stands on the same rungs 1 to 4, with parts of its own that are wired and set like the first", async () => {
    for (const name of Object.keys(STANDING) as StandingName[]) {
      expect(second.addresses[name], name).to.equal(first.addresses[name]);
    }
    for (const name of OWN) expect(second.addresses[name], name).not.to.equal(first.addresses[name]);
    expect(await settingsOf(next)).to.deep.equal(await settingsOf(old));
    expect(await next.contracts.restaker.delegation()).to.equal(old.addresses.delegation);
    // slashers tell both
    for (const name of SLASHERS) {
      const slasher = await old.ethers.getContractAt("InstantSlasher", second.addresses[name]!);
      expect(await slasher.observers(), name).to.include.members([
        first.addresses.slashListener,
        second.addresses.slashListener,
      ]);
    }
    const again = await node.deploy({ deploymentId: DEPLOYMENT, generation: 2 });
    expect([again.transactions, again.addresses]).to.deep.equal([0, second.addresses]);
  });

  it("VLT-71: the successor takes deposits and works; what comes late to the old vault is its old shares' alone, to the wei", async () => {
    await govern(old, old.contracts.runOff, "nameSuccessor", [next.addresses.vault]);
    expect(await old.contracts.runOff.successor()).to.equal(next.addresses.vault);
    // South has been an operator of the old vault too
    await addSlot(next, account(SOUTH), { weightBps: 10_000n, capWei: CAP });
    await report(next);
    await syncAll(next);
    await syncAll(old);
    await expect(depositEth(old, account(CAROL), ETH)).to.be.revertedWithCustomError(old.contracts.vault, "WoundUp");
    const bought = await invest(next, CAROL, 50n * ETH);
    expect(await restake(next, 0n)).to.equal(1);
    const { delegator } = await next.contracts.restaker.slotAt(0n);
    expect(await next.contracts.delegation.delegatedTo(delegator)).to.equal(account(SOUTH).address);
    expect(await next.contracts.vault.recordOf(delegator)).to.be.within(50n * ETH - 10n, 50n * ETH);

    const carols = await request(next, account(CAROL), (bought * 2n) / 5n);
    await advanceBlocks(next.provider, HOUR_BLOCKS);
    await sent(next.contracts.exitQueue.close());
    await unwind(next, 0n);
    await advanceBlocks(next.provider, HOUR_BLOCKS + 1n);
    await collect(next);
    await advanceBlocks(next.provider, HOUR_BLOCKS);
    await serveLstQueue(next);
    await collect(next);
    expect(await settle(next)).to.equal(1);
    const paid = await claim(next, account(CAROL), carols);
    expect(paid).to.be.within(20n * ETH - 1_000n, 20n * ETH + 1_000n);

    // five ETH come late, to the old vault: the same moment of the successor with and without them
    const later = (await next.ethers.provider.getBlock("latest"))!.timestamp + 2 * 86_400;
    const successorLater = async () => {
      await next.provider.request({ method: "evm_setNextBlockTimestamp", params: [later] });
      await syncAll(next);
      const { vault } = next.contracts;
      return [await vault.rate(), await vault.depositRate(), [...(await vault.totals())]];
    };
    const snapshot = await next.provider.request({ method: "evm_snapshot", params: [] });
    const without = await successorLater();
    await next.provider.request({ method: "evm_revert", params: [snapshot] });
    const { idle: before } = await old.contracts.vault.totals();
    await recapitalise(old, account(COURT), 5n * ETH);
    expect(await successorLater()).to.deep.equal(without);

    // old holders, queued or not, are paid it in proportion
    await syncAll(old);
    const { vault, exitQueue } = old.contracts;
    const due = async (shares: bigint) => {
      const { recognised, supply } = await vault.totals();
      return (shares * (recognised + VIRTUAL)) / (supply + VIRTUAL);
    };
    expect((await vault.totals()).recognised).to.equal(before + 5n * ETH);
    const bobs = await due(10n * ETH);
    expect(await settle(old)).to.equal(1);
    const claims = [await claim(old, account(BOB), waiting.get("bob")!)];
    expect(claims[0]).to.equal(bobs);
    expect(bobs).to.be.within(ETH / 2n, ETH / 2n + VIRTUAL);
    const [alicesShares, bobsShares] = [await vault.balanceOf(account(ALICE)), await vault.balanceOf(account(BOB))];
    const tickets = [
      [ALICE, alicesShares, await request(old, account(ALICE), alicesShares)],
      [BOB, bobsShares, await request(old, account(BOB), bobsShares)],
    ] as const;
    await advanceBlocks(old.provider, HOUR_BLOCKS);
    await sent(exitQueue.close());
    const { recognised: rest } = await vault.totals();
    expect(await settle(old)).to.equal(1);
    for (const [index, shares, ticket] of tickets) {
      const expected = (shares * rest) / (alicesShares + bobsShares);
      claims.push(await claim(old, account(index), ticket));
      expect(claims.at(-1)).to.equal(expected);
    }
    const left = (await vault.totals()).idle + (await exitQueue.lockedAssets());
    expect(claims.reduce((all, wei) => all + wei, left)).to.equal(before + 5n * ETH);
    expect(left).to.be.at.most(1n);
    expect(await vault.totalSupply()).to.equal(0n);

    // and a vault that has named its successor gets no other one
    await rm(node.folder(NEXT), { recursive: true });
    expect(await refusal(2)).to.match(/has a successor already/);
  });
});
