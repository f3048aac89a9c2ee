import { type Measurements, must } from "../row.ts";
import type { CoreWorld } from "./world.ts";

type Market = CoreWorld["first"];

async function depositedIn({ strategyManager, alice }: CoreWorld, count: bigint): Promise<void> {
  must((await strategyManager.stakerStrategyListLength(alice)) === count, `the staker has ${count} strategies`);
}

async function operatorHasShares(world: CoreWorld, operator: string, markets: Market[], some: boolean): Promise<void> {
  const strategies = markets.map(({ strategy }) => strategy);
  const shares = await world.delegation.getOperatorShares(operator, strategies);
  must(
    shares.every((amount) => amount > 0n === some),
    `the operator had ${some ? "some" : "no"} shares`,
  );
}

export const delegationRows: Measurements<CoreWorld> = {
  "core.registerAsOperator": async (world) => {
    const { delegation, strategyManager, op3 } = world;
    must(!(await delegation.isDelegated(op3)), "not an operator, not delegated");
    must((await strategyManager.stakerStrategyListLength(op3)) === 0n, "no deposits");
    return world.register(op3);
  },
  "core.delegateTo.first": async (world) => {
    await world.deposit(world.alice);
    await depositedIn(world, 1n);
    await operatorHasShares(world, world.op2.address, [world.first], false);
    return world.delegate(world.alice, world.op2);
  },
  "core.delegateTo.next": async (world) => {
    await world.deposit(world.alice);
    await depositedIn(world, 1n);
    await operatorHasShares(world, world.op1.address, [world.first], true);
    return world.delegate(world.alice, world.op1);
  },
  "core.delegateTo.empty": async (world) => {
    await depositedIn(world, 0n);
    return world.delegate(world.alice, world.op1);
  },
  "core.delegateTo.two": async (world) => {
    await world.deposit(world.alice, world.first);
    await world.deposit(world.alice, world.second);
    await depositedIn(world, 2n);
    await operatorHasShares(world, world.op2.address, [world.first, world.second], false);
    return world.delegate(world.alice, world.op2);
  },
  "core.undelegate": async (world) => {
    const { delegation, alice, op1, first } = world;
    await world.delegate(alice, op1);
    await world.deposit(alice);
    await depositedIn(world, 1n);
    must((await delegation.cumulativeWithdrawalsQueued(alice)) === 0n, "first withdrawal of the staker");
    const sent = await delegation.connect(alice).undelegate(alice);
    await depositedIn(world, 0n);
    await operatorHasShares(world, op1.address, [first], true);
    return sent;
  },
  "core.redelegate": async (world) => {
    const { delegation, ethers, alice, op1, op2 } = world;
    await world.delegate(alice, op1);
    await world.deposit(alice, world.first);
    await world.deposit(alice, world.second);
    await depositedIn(world, 2n);
    const sent = await delegation.connect(alice).redelegate(op2, { signature: "0x", expiry: 0n }, ethers.ZeroHash);
    must((await delegation.delegatedTo(alice)) === op2.address, "redelegated");
    await depositedIn(world, 0n);
    return sent;
  },
};
