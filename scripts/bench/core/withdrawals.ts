import { sendable } from "../../lib/ladder/withdrawal.ts";
import { type Measurements, must } from "../row.ts";
import { AMOUNT, type CoreWorld } from "./world.ts";

/** Alice, delegated to operator 1, with one deposit in the first strategy. */
async function delegatedDeposit({ alice, op1, ...world }: CoreWorld): Promise<void> {
  await world.delegate(alice, op1);
  await world.deposit(alice);
}

export function queue({ delegation, alice, first }: CoreWorld, depositShares: bigint) {
  const params = { strategies: [first.strategy], depositShares: [depositShares], __deprecated_withdrawer: alice };
  return delegation.connect(alice).queueWithdrawals([params]);
}

async function queuedBefore({ delegation, alice }: CoreWorld, count: bigint): Promise<void> {
  must((await delegation.cumulativeWithdrawalsQueued(alice)) === count, `${count} queued by the staker before`);
}

/** Completes Alice's first queued withdrawal once its delay is over. */
async function complete(world: CoreWorld, asTokens: boolean) {
  const { delegation, alice, first, networkHelpers } = world;
  await networkHelpers.mine((await delegation.minWithdrawalDelayBlocks()) + 1n, { interval: 12 });
  must((await first.token.balanceOf(alice)) > 0n, "the receiver already held the token");
  const [withdrawals] = await delegation.getQueuedWithdrawals(alice);
  const [withdrawal] = withdrawals;
  if (withdrawal === undefined) throw new Error("nothing is queued");
  must(withdrawal.delegatedTo !== world.ethers.ZeroAddress, "delegated when it was queued");
  must(withdrawal.strategies.length === 1, "1 strategy");
  return delegation.connect(alice).completeQueuedWithdrawal(sendable(withdrawal), [first.token], asTokens);
}

async function stillQueued({ delegation, alice }: CoreWorld, count: number): Promise<void> {
  must((await delegation.getQueuedWithdrawalRoots(alice)).length === count, `${count} left in the queue`);
}

export const withdrawalRows: Measurements<CoreWorld> = {
  "core.queue.first": async (world) => {
    await delegatedDeposit(world);
    await queuedBefore(world, 0n);
    must(
      (await world.delegation.getSlashableSharesInQueue(world.op1, world.first.strategy)) === 0n,
      "first of the operator",
    );
    return queue(world, AMOUNT / 3n);
  },
  "core.queue.next": async (world) => {
    await delegatedDeposit(world);
    await queue(world, AMOUNT / 3n);
    await queuedBefore(world, 1n);
    return queue(world, AMOUNT / 3n);
  },
  "core.queue.full": async (world) => {
    const { strategyManager, alice, first } = world;
    await delegatedDeposit(world);
    await queuedBefore(world, 0n);
    const sent = await queue(world, await strategyManager.stakerDepositShares(alice, first.strategy));
    must((await strategyManager.stakerStrategyListLength(alice)) === 0n, "full balance");
    return sent;
  },
  "core.complete.tokens": async (world) => {
    await delegatedDeposit(world);
    await queue(world, AMOUNT / 3n);
    await queue(world, AMOUNT / 4n);
    const sent = await complete(world, true);
    await stillQueued(world, 1);
    return sent;
  },
  "core.complete.tokensLast": async (world) => {
    await delegatedDeposit(world);
    await queue(world, AMOUNT / 3n);
    const sent = await complete(world, true);
    await stillQueued(world, 0);
    return sent;
  },
  "core.complete.shares": async (world) => {
    const { strategyManager, delegation, alice, first } = world;
    await delegatedDeposit(world);
    await queue(world, AMOUNT / 3n);
    await queue(world, AMOUNT / 4n);
    must((await strategyManager.stakerDepositShares(alice, first.strategy)) > 0n, "deposit shares left");
    must(await delegation.isDelegated(alice), "delegated");
    const sent = await complete(world, false);
    await stillQueued(world, 1);
    return sent;
  },
};
