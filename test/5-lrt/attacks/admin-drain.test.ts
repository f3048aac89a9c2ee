import { expect } from "chai";
import type { BaseContract } from "ethers";
import fc from "fast-check";
import hre from "hardhat";
import { RESTRICTED, ROLES } from "../../../deploy/lib/vault-roles.ts";
import { readPreset } from "../../../scripts/deploy/presets.ts";
import { deployLadder } from "../../../scripts/deploy/deploy.ts";
import { Decoder, readAbis } from "../../../scripts/lib/ladder/answers.ts";
import { STEADY_CHAIN } from "../../../scripts/lib/ladder/clock.ts";
import { ladderAt } from "../../../scripts/lib/ladder/open.ts";
import { DAY, FOREVER } from "../vault.ts";
import { ETH } from "../../../scripts/lib/units.ts";

const AUTHORITY_NAMES = [
  "grantRole",
  "labelRole",
  "revokeRole",
  "setGrantDelay",
  "setRoleAdmin",
  "setRoleGuardian",
  "setTargetAdminDelay",
  "setTargetClosed",
  "setTargetFunctionRole",
  "updateAuthority",
] as const;
const { governorDelaySeconds, closeIntervalSeconds } = (await readPreset("local")).Vault as Record<string, number>;
const DELAY = BigInt(governorDelaySeconds!);
const BATCH = BigInt(closeIntervalSeconds!);

interface Scheme {
  readonly name: string;
  readonly to: string;
  readonly data: string;
}

/** The deployment as shipped, in which mallory has come to hold every role; alice holds shares, bob tickets. */
async function standUp() {
  const connection = await hre.network.create(STEADY_CHAIN);
  const { ethers, networkHelpers } = connection;
  const { addresses } = await deployLadder(hre, connection, { preset: "local" });
  const { contracts: c, admin: mallory, others } = await ladderAt(connection, addresses);
  const [alice, bob, honest, accomplice] = [others[0]!, others[1]!, others[2]!, others[3]!];
  for (const operator of [honest, accomplice]) {
    await c.delegation.connect(operator).registerAsOperator(ethers.ZeroAddress, 10_000n, "");
  }
  const decoder = new Decoder(await readAbis(hre.artifacts));
  const scheme = (name: string, to: BaseContract, args: readonly unknown[]): Scheme => ({
    name,
    to: String(to.target),
    data: to.interface.encodeFunctionData(name.split(".")[1]!, args),
  });
  /** Schedules all of them in one block; the block's time. */
  const scheduleAll = async (schemes: readonly Scheme[]): Promise<bigint> => {
    await ethers.provider.send("evm_setAutomine", [false]);
    const calls = [];
    for (const { to, data } of schemes) {
      calls.push(await c.authority.connect(mallory).schedule(to, data, 0n, { gasLimit: 300_000n }));
    }
    await ethers.provider.send("evm_mine", []);
    await ethers.provider.send("evm_setAutomine", [true]);
    for (const one of calls) expect((await one.wait())?.status).to.equal(1);
    return now();
  };
  const now = async () => BigInt(await networkHelpers.time.latest());
  const sendIt = ({ to, data }: Scheme) => mallory.sendTransaction({ to, data });
  const errorOf = (call: Promise<unknown>) =>
    call.then(
      () => "none",
      (thrown: unknown) => decoder.error(thrown)?.name ?? String(thrown),
    );
  /** What each would say in the next block at `time`; nothing is sent. */
  const answersAt = async (time: bigint, schemes: readonly Scheme[]): Promise<string[]> => {
    await networkHelpers.time.setNextBlockTimestamp(time);
    const answers: string[] = [];
    for (const { to, data } of schemes) answers.push(await errorOf(mallory.estimateGas({ to, data })));
    return answers;
  };
  const slot = [honest.address, 5_000n, 10n ** 6n * ETH, "0x", 0n, ethers.ZeroHash];
  const first = [
    scheme("VaultAuthority.grantRole", c.authority, [ROLES.guardian, mallory.address, 0n]),
    scheme("VaultAuthority.grantRole", c.authority, [ROLES.keyRegistrar, mallory.address, 0n]),
    scheme("Restaker.addSlot", c.restaker, slot),
  ];
  await scheduleAll(first);
  await networkHelpers.time.increase(DELAY);
  for (const one of first) await sendIt(one);
  for (const user of [alice, bob]) await c.vault.connect(user).deposit(user, 0n, FOREVER, { value: 50n * ETH });
  // one ticket of bob's is paid and not yet claimed, one is open
  await c.exitQueue.connect(bob).request(10n * ETH, bob, 0n, FOREVER);
  await networkHelpers.time.increase(BATCH);
  await c.exitQueue.close();
  await c.exitQueue.settle();
  await c.exitQueue.connect(bob).request(5n * ETH, bob, 0n, FOREVER);
  await networkHelpers.time.increase(BATCH);

  const own = await ethers.deployContract("ComponentMock");
  const reserve = await ethers.deployContract("ReserveMock", [own.target]);
  for (const one of [own, reserve]) await one.setAssets(10n ** 6n * ETH);
  const [lst, strategy] = [String(c.wstETH.target), String(c.wstEthStrategy.target)];
  const listed = (await c.slashingGuard.services())[0]!;
  const rules = await ethers.getContractAt("OperatorRules", addresses.operatorRules!);
  const wolf = await ethers.deployContract("CryingWolf", [mallory]);
  const other = await ethers.deployContract("AccessManager", [mallory]);
  /** Every restricted function, in an order in which each has the most to work with. */
  const governed: Scheme[] = [
    scheme("VaultSettings.addComponent", c.settings, [own.target]),
    scheme("VaultSettings.listLst", c.settings, [reserve.target]),
    scheme("VaultSettings.setFee", c.settings, [2_000n, mallory.address]),
    scheme("VaultSettings.setDepositCap", c.settings, [0n]),
    scheme("SlashingGuard.list", c.slashingGuard, [wolf.target, 100_000n, 1_000_000n]),
    scheme("SlashingGuard.drop", c.slashingGuard, [listed]),
    scheme("RunOff.nameSuccessor", c.runOff, [own.target]),
    scheme("InstantExit.setLimits", c.instantExit, [0n, 3_600n, 1_000n, 1_000n]),
    scheme("LstReserve.setLimits", c.lstReserve, [0n, 0n, 3_600n]),
    scheme("Restaker.leaveOperator", c.restaker, [0n]),
    scheme("Restaker.setOperator", c.restaker, [0n, accomplice.address, "0x", 0n, ethers.ZeroHash]),
    scheme("Restaker.setSlot", c.restaker, [0n, 10_000n, 2n ** 90n]),
    scheme("Restaker.addSlot", c.restaker, [honest.address, 0n, 0n, "0x", 0n, ethers.ZeroHash]),
    scheme("Restaker.addStrategy", c.restaker, [strategy]),
    scheme("Restaker.setLimits", c.restaker, [[10_000n * ETH, 30n * DAY, ETH, 216_000n, 1n, 1n]]),
    scheme("Restaker.retireStrategy", c.restaker, [strategy]),
    scheme("Restaker.removeStrategy", c.restaker, [strategy]),
    scheme("Restaker.retireLst", c.restaker, [lst]),
    scheme("OperatorRules.setAvsCap", rules, [mallory.address, 0n]),
    scheme("OperatorRules.dropAvsCap", rules, [mallory.address]),
    scheme("VaultSettings.unlistLst", c.settings, [lst]),
    scheme("VaultSettings.removeComponent", c.settings, [own.target]),
  ];
  const vaultCalls = ["escrow", "fill", "sendIdle", "setTerms", "transferFrom"];
  const selectors = vaultCalls.map((name) => c.vault.interface.getFunction(name as "escrow").selector);
  const administered: Scheme[] = [
    scheme("VaultAuthority.grantRole", c.authority, [ROLES.governor, accomplice.address, 0n]),
    scheme("VaultAuthority.labelRole", c.authority, [ROLES.governor, "owner of everything"]),
    scheme("VaultAuthority.setGrantDelay", c.authority, [ROLES.governor, 1n]),
    scheme("VaultAuthority.setRoleAdmin", c.authority, [ROLES.guardian, ROLES.governor]),
    scheme("VaultAuthority.setRoleGuardian", c.authority, [ROLES.governor, ROLES.guardian]),
    scheme("VaultAuthority.setTargetAdminDelay", c.authority, [c.settings.target, 1n]),
    scheme("VaultAuthority.setTargetFunctionRole", c.authority, [c.vault.target, selectors, ROLES.keyRegistrar]),
    scheme("VaultAuthority.revokeRole", c.authority, [ROLES.guardian, others[4]!.address]),
    scheme("VaultAuthority.updateAuthority", c.authority, [c.slashingGuard.target, other.target]),
    scheme("VaultAuthority.setTargetClosed", c.authority, [c.instantExit.target, true]),
  ];
  const immediate: Scheme[] = [
    scheme("DepositKeys.registerKeys", c.depositKeys, [0n, []]),
    scheme("DepositKeys.skipKey", c.depositKeys, [0n]),
    scheme("VaultSettings.pauseDeposits", c.settings, [14n * DAY]),
    scheme("VaultSettings.contain", c.settings, [14n * DAY]),
  ];
  /** What mallory would have the authority do in its own name. */
  const puppet: Scheme[] = [
    scheme("Vault.escrow", c.vault, [alice.address, ETH]),
    scheme("Vault.fill", c.vault, [2n, ETH, [0n, 0n]]),
    scheme("Vault.sendIdle", c.vault, [ETH]),
    scheme("Vault.setTerms", c.vault, [[0n, 0n, 2n ** 32n - 1n, 2n ** 32n - 1n]]),
    scheme("Vault.transferFrom", c.vault, [alice.address, mallory.address, ETH]),
  ];
  const paid = (1n << 64n) | 0n;
  const open = (2n << 64n) | 0n;
  /** What users have, by any measure. */
  const belongings = async () => ({
    alices: await c.vault.balanceOf(alice),
    bobs: await c.vault.balanceOf(bob),
    worth: await c.vault.toAssetsDown(await c.vault.balanceOf(alice)),
    claimable: await c.exitQueue.claimableOf(paid),
    escrowed: (await c.exitQueue.ticketOf(open)).shares,
    owners: [await c.tickets.ownerOf(paid), await c.tickets.ownerOf(open)],
    locked: await ethers.provider.getBalance(c.exitQueue),
    idle: (await c.vault.totals()).idle,
  });
  const contain = (seconds: bigint) => c.settings.connect(mallory).contain(seconds);
  return {
    ...{ ethers, networkHelpers, c, mallory, alice, bob, accomplice, governed, administered, immediate, puppet },
    ...{ paid, open, now, scheduleAll, sendIt, errorOf, answersAt, belongings, contain },
  };
}

describe("an administrator and a guardian in one hand drain nobody who wants to leave", () => {
  let stage: Awaited<ReturnType<typeof standUp>>;
  let restore: () => Promise<void>;
  before(async () => {
    stage = await standUp();
  });
  beforeEach(async () => {
    restore = (await stage.networkHelpers.takeSnapshot()).restore;
  });
  afterEach(() => restore());

  it("INV-23: however stops are cut, nothing takes effect before exits were open for the whole delay, and who asks at the first open second is paid in full", async () => {
    const s = stage;
    const { c, alice, bob, networkHelpers } = s;
    const schemes = [...s.governed, ...s.administered];
    const start = await networkHelpers.takeSnapshot();
    const play = async (stops: readonly number[], scheduledAfter: number) => {
      await start.restore();
      await s.contain(BigInt(stops[0]!));
      let from = await s.now();
      let until = from + BigInt(stops[0]!);
      await networkHelpers.time.setNextBlockTimestamp(
        from + 1n + (BigInt(scheduledAfter) * (until - from - 100n)) / 100n,
      );
      await s.scheduleAll(schemes);
      // nobody can ask to leave, and all that needs no price goes on
      const me = { queue: c.exitQueue.connect(alice), vault: c.vault.connect(alice) };
      expect(await s.errorOf(me.queue.request.estimateGas(ETH, alice, 0n, FOREVER))).to.equal("Containment");
      await c.vault.syncAll.estimateGas();
      await c.exitQueue.connect(bob).claim.estimateGas(s.paid, bob);
      await c.exitQueue.connect(bob).cancel.estimateGas(s.open, bob);
      for (const answer of await s.answersAt(until - 1n, schemes)) expect(answer).to.equal("AccessManagerNotReady");
      // the first open second
      await networkHelpers.time.setNextBlockTimestamp(until);
      const shares = await c.vault.balanceOf(alice);
      await me.queue.request(shares, alice, 0n, FOREVER);
      const price = await c.vault.toAssetsDown(shares);
      await networkHelpers.time.setNextBlockTimestamp(until + 1n);
      await c.exitQueue.close();
      await networkHelpers.time.setNextBlockTimestamp(until + 2n);
      await c.exitQueue.settle();
      const ticket = (2n << 64n) | 1n;
      expect(price).to.equal(50n * ETH);
      expect(await c.exitQueue.claimableOf(ticket)).to.equal(price);
      // stops again and again, each as soon as it may be
      let left = DELAY;
      for (const seconds of stops.slice(1)) {
        const allowedAt = until + (until - from);
        if (until + left <= allowedAt) break;
        await networkHelpers.time.setNextBlockTimestamp(allowedAt - 1n);
        expect(await s.errorOf(s.contain(BigInt(seconds)))).to.equal("StoppedTooRecently");
        await networkHelpers.time.setNextBlockTimestamp(allowedAt);
        await s.contain(BigInt(seconds));
        left -= allowedAt - until;
        [from, until] = [allowedAt, allowedAt + BigInt(seconds)];
      }
      const ready = until + left;
      for (const answer of await s.answersAt(ready - 1n, schemes)) expect(answer).to.equal("AccessManagerNotReady");
      for (const answer of await s.answersAt(ready, schemes)) expect(answer).to.not.match(/^AccessManage/);
      for (const one of schemes) await s.errorOf(s.sendIt(one));
      // her ETH is out of reach, whatever has taken effect
      expect(await c.exitQueue.claimableOf(ticket)).to.equal(price);
      const purse = s.ethers.Wallet.createRandom().address;
      await me.queue.claim(ticket, purse);
      expect(await s.ethers.provider.getBalance(purse)).to.equal(price);
    };
    const seconds = fc.integer({ min: 300, max: Number(14n * DAY) });
    await play([Number(14n * DAY), Number(14n * DAY)], 0);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(seconds, fc.integer({ min: 300, max: 1_200 })), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 100 }),
        play,
      ),
      { numRuns: 3 },
    );
  });

  it("INV-23: no restricted function, nor the authority as a puppet, takes shares, tickets or claimable ETH", async () => {
    const s = stage;
    const { c, bob } = s;
    const all = [...s.governed, ...s.administered, ...s.immediate];
    const restricted = Object.entries(RESTRICTED).flatMap(([contract, roles]) =>
      Object.values(roles).flatMap((names: readonly string[]) => names.map((name) => `${contract}.${name}`)),
    );
    for (const name of AUTHORITY_NAMES) restricted.push(`VaultAuthority.${name}`);
    expect([...new Set(all.map(({ name }) => name))].sort()).to.deep.equal(restricted.sort());
    const scheduled = [...s.governed, ...s.administered];
    await s.scheduleAll(scheduled);
    await s.networkHelpers.time.increase(DELAY);
    const had = await s.belongings();
    const refused: Record<string, string> = {};
    const check = async (one: Scheme, answer: string) => {
      if (answer !== "none") refused[one.name] = answer;
      expect(await s.belongings(), one.name).to.deep.equal(had);
    };
    for (const one of scheduled) await check(one, await s.errorOf(s.sendIt(one)));
    for (const one of s.puppet) {
      await check(one, await s.errorOf(c.authority.connect(s.mallory).execute.estimateGas(one.to, one.data)));
    }
    for (const one of s.immediate) await check(one, await s.errorOf(s.sendIt(one)));
    expect(refused).to.deep.equal({
      "RunOff.nameSuccessor": "NotWoundUp",
      "Restaker.addStrategy": "StrategyKnown",
      "VaultSettings.removeComponent": "ComponentNotEmpty",
      "Vault.escrow": "OnlyQueue",
      "Vault.fill": "OnlyQueue",
      "Vault.sendIdle": "OnlyRestaker",
      "Vault.setTerms": "OnlySettings",
      "Vault.transferFrom": "InsufficientAllowance",
      "DepositKeys.skipKey": "NoKeys",
    });
    // contained and changed in every way, it still pays what is owed
    await c.exitQueue.connect(bob).cancel(s.open, bob);
    const purse = s.ethers.Wallet.createRandom().address;
    await c.exitQueue.connect(bob).claim(s.paid, purse);
    expect(await s.ethers.provider.getBalance(purse)).to.equal(had.claimable);
  });
});
