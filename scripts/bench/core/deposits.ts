import { type Measurements, must } from "../row.ts";
import { allocateAndJoin, slash } from "./slashing.ts";
import { AMOUNT, type CoreWorld } from "./world.ts";

async function strategyHasDeposits({ first }: CoreWorld): Promise<void> {
  must((await first.strategy.totalShares()) > 0n, "the strategy already has deposits");
  must((await first.token.balanceOf(first.strategy)) > 0n, "the strategy already holds its token");
}

async function firstOfStaker({ strategyManager, alice }: CoreWorld): Promise<void> {
  must((await strategyManager.stakerStrategyListLength(alice)) === 0n, "the staker has no deposits");
}

async function subsequent({ strategyManager, alice, first }: CoreWorld): Promise<void> {
  must((await strategyManager.stakerDepositShares(alice, first.strategy)) > 0n, "the staker has deposits");
}

async function delegated({ delegation, alice, op1, first }: CoreWorld, isDelegated: boolean): Promise<void> {
  must((await delegation.isDelegated(alice)) === isDelegated, isDelegated ? "delegated" : "undelegated");
  must((await delegation.operatorShares(op1, first.strategy)) > 0n, "the operator already has shares");
}

export const depositRows: Measurements<CoreWorld> = {
  "core.deposit.firstOfStaker": async (world) => {
    await strategyHasDeposits(world);
    await firstOfStaker(world);
    await delegated(world, false);
    return world.deposit(world.alice);
  },
  "core.deposit.next": async (world) => {
    await world.deposit(world.alice);
    await subsequent(world);
    await delegated(world, false);
    return world.deposit(world.alice);
  },
  "core.deposit.firstDelegated": async (world) => {
    await world.delegate(world.alice, world.op1);
    await strategyHasDeposits(world);
    await firstOfStaker(world);
    await delegated(world, true);
    return world.deposit(world.alice);
  },
  "core.deposit.nextDelegated": async (world) => {
    await world.delegate(world.alice, world.op1);
    await world.deposit(world.alice);
    await subsequent(world);
    await delegated(world, true);
    return world.deposit(world.alice);
  },
  "core.deposit.nextAfterSlashes": async (world) => {
    const { alice, op1, first, delegation, allocation } = world;
    await world.delegate(alice, op1);
    await world.deposit(alice);
    await allocateAndJoin(world);
    await slash(world);
    await slash(world);
    await subsequent(world);
    await delegated(world, true);
    must((await allocation.getSlashCount(world.operatorSet)) === 2n, "two slashes");
    const before = await delegation.depositScalingFactor(alice, first.strategy);
    const sent = await world.deposit(alice);
    must((await delegation.depositScalingFactor(alice, first.strategy)) !== before, "the scaling factor changes");
    return sent;
  },
  "core.deposit.firstOfStrategy": async (world) => {
    const { ethers, strategyManager, alice, first } = world;
    const token = await ethers.deployContract("ReplayToken", ["three"]);
    const registry = await first.strategy.pauserRegistry();
    const strategy = await ethers.deployContract("StrategyBase", [strategyManager, token, registry]);
    await strategyManager.addStrategiesToDepositWhitelist([strategy]);
    await token.mint(alice, 100n * AMOUNT);
    await token.connect(alice).approve(strategyManager, 100n * AMOUNT);
    must((await strategy.totalShares()) === 0n, "very first deposit of the strategy");
    await firstOfStaker(world);
    await delegated(world, false);
    return world.deposit(alice, { strategy, token });
  },
};
