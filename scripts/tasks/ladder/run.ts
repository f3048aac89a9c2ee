import { toJson } from "../../demo/json.ts";
import { advanceBlocks } from "../../lib/ladder/clock.ts";
import { attempt } from "../../lib/ladder/attempt.ts";
import * as holders from "../../lib/ladder/holders.ts";
import { sent } from "../../lib/ladder/sent.ts";
import { formatAmount } from "../../scenario/format.ts";
import { amountOf, memberOf, spanOf, TaskRefused } from "./arguments.ts";
import { atStake, whyNothing } from "./slash-effect.ts";
import { statusRows } from "./status.ts";
import { statusTable } from "./table.ts";
import { paidTicket, ticketsOf } from "./tickets.ts";
import type { Stage } from "./with-ladder.ts";

/** `hardhat status`. */
export async function status(args: { json: boolean }, { ladder, say }: Stage): Promise<void> {
  const rows = await statusRows(ladder);
  say(args.json ? toJson(rows).trimEnd() : statusTable(rows));
}

/** Who acts, and whether through the vault's facade: WETH by ERC-4626 and ERC-7540. */
interface ViaFacade {
  readonly from: string;
  readonly facade: boolean;
}

/** `hardhat deposit`. */
export async function deposit(
  args: ViaFacade & { amount: string; acceptAnnouncedLoss?: boolean },
  { ladder, say }: Stage,
): Promise<void> {
  const by = await memberOf(ladder, args.from);
  const { token, wei } = amountOf(args.amount, args.facade ? ["ETH"] : ["ETH", "wstETH"]);
  const balance = await ladder.ethers.provider.getBalance(by.address);
  if (token === "ETH" && balance < wei)
    throw new TaskRefused(`${args.from} has ${formatAmount(balance, "ETH")}: deposit less`);
  if (token === "wstETH") {
    const held = await ladder.contracts.wstETH.balanceOf(by.address);
    if (held < wei)
      await holders.stake(ladder, by, (await ladder.contracts.stETH.getPooledEthByShares(wei - held)) + 10n);
  }
  if (args.facade && args.acceptAnnouncedLoss)
    throw new TaskRefused("The facade takes nobody in while a slash is announced: leave --facade out");
  const way = args.facade ? holders.depositWeth : token === "ETH" ? holders.depositEth : holders.depositLst;
  const shares = await way(ladder, by, wei, args.acceptAnnouncedLoss);
  const paid = formatAmount(wei, args.facade ? "WETH" : token);
  say(`${args.from} puts in ${paid} and receives ${formatAmount(shares, "LRT")}`);
}

/** `hardhat request`. */
export async function request(args: ViaFacade & { amount: string }, { ladder, say }: Stage): Promise<void> {
  const by = await memberOf(ladder, args.from);
  const { wei } = amountOf(args.amount, ["LRT"]);
  const held = await ladder.contracts.vault.balanceOf(by.address);
  if (held < wei)
    throw new TaskRefused(
      `${args.from} holds ${formatAmount(held, "LRT")}: ${held === 0n ? "run the task deposit first" : "ask for less"}`,
    );
  if (args.facade) {
    const id = await holders.requestRedeem(ladder, by, wei);
    return say(`${args.from} has request ${id} of the facade over ${formatAmount(wei, "LRT")}`);
  }
  const ticket = await holders.request(ladder, by, wei);
  say(`${args.from} holds ticket ${ticket} over ${formatAmount(wei, "LRT")}`);
}

/** `hardhat settle`. */
export async function settle({ ladder, say }: Stage): Promise<void> {
  const { exitQueue, allocations } = ladder.contracts;
  const closed = await attempt(exitQueue.connect(ladder.keeper).close);
  const before = await exitQueue.lockedAssets();
  const { settle: fill } = await import("../../lib/ladder/keepers.ts");
  await fill(ladder);
  const locked = (await exitQueue.lockedAssets()) - before;
  if (closed) say("the open batch is closed");
  say(locked > 0n ? `${formatAmount(locked, "ETH")} ready to claim` : "nothing could be paid");
  const { closedShares } = await exitQueue.waitingShares();
  if (closedShares > 0n)
    say(
      `${formatAmount(closedShares, "LRT")} still wait, ${formatAmount(await allocations.exitDemand(), "ETH")} are to be unwound: let keepers work and time pass`,
    );
}

/** `hardhat claim`. */
export async function claim(args: ViaFacade & { ticket: string | undefined }, { ladder, say }: Stage): Promise<void> {
  const by = await memberOf(ladder, args.from);
  if (args.facade) {
    if (args.ticket !== undefined) throw new TaskRefused("The facade pays oldest requests first: leave --ticket out");
    if ((await ladder.contracts.facade.maxRedeem(by)) === 0n)
      throw new TaskRefused(`The facade has nothing ready for ${args.from}: let keepers work and time pass`);
    return say(`${args.from} receives ${formatAmount(await holders.redeem(ladder, by), "WETH")} from the facade`);
  }
  const ticket = paidTicket(await ticketsOf(ladder, by.address), args);
  const paid = await holders.claim(ladder, by, ticket);
  say(`${args.from} receives ${formatAmount(paid, "ETH")} for ticket ${ticket}`);
}

/** `hardhat slash`. */
export async function slash(args: { operator: string }, { ladder, say }: Stage): Promise<void> {
  const operator = await memberOf(ladder, args.operator);
  const { bridge, allocation, vault } = ladder.contracts;
  const set = { avs: ladder.addresses.bridge, id: await bridge.OPERATOR_SET_ID() };
  if (!(await allocation.isMemberOfOperatorSet(operator.address, set)))
    throw new TaskRefused(`${args.operator} does not secure the bridge. North and South do: --operator south`);
  // A fault is one operator and one height, so each slash takes a fresh one.
  const height = BigInt(await ladder.ethers.provider.getBlockNumber());
  const worth = async (): Promise<bigint> => {
    const { recognised, lockedProfit } = await vault.totals();
    return recognised + lockedProfit;
  };
  const { prove, signTwice } = await import("../../lib/ladder/bridge.ts");
  const stake = await atStake(ladder, operator.address);
  const [before, worthBefore] = [await vault.rate(), await worth()];
  await prove(ladder, ladder.keeper, operator.address, await signTwice(ladder, operator, height));
  await sent(vault.connect(ladder.keeper).syncAll());
  const after = await vault.rate();
  say(`${args.operator} signed two roots for height ${height}, and the bridge has it slashed`);
  const lost = worthBefore - (await worth());
  if (lost <= 0n) return say(`nothing is lost: ${whyNothing(args.operator, stake)}`);
  const rate = before === after ? "which gains that had not dripped bear, so 1 LRT stays at" : "1 LRT:";
  const to = before === after ? "" : ` → ${formatAmount(after, "ETH", 6)}`;
  say(`the vault loses ${formatAmount(lost, "ETH")}; ${rate} ${formatAmount(before, "ETH", 6)}${to}`);
}

/** `hardhat advance`. */
export async function advance(args: { span: string }, { ladder, say }: Stage): Promise<void> {
  const span = spanOf(args.span);
  await advanceBlocks(ladder.provider, span.blocks);
  say(`${span.text} later: block ${await ladder.ethers.provider.getBlockNumber()}`);
}

/** `hardhat keepers`. */
export async function keepers({ ladder, say }: Stage): Promise<void> {
  const before = await ladder.ethers.provider.getBlockNumber();
  // proofs of beacon states, and what hashes them, are loaded by those alone who make them
  const { round } = await import("../../lib/ladder/round.ts");
  const troubles = await round(ladder, { closes: true });
  say(`keepers sent ${(await ladder.ethers.provider.getBlockNumber()) - before} transactions`);
  for (const { job, reason } of troubles) say(`could not do: ${job} (${reason})`);
}
