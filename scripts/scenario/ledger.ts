import { balanceOf } from "../lib/ladder/balances.ts";
import type { Entry } from "../lib/ladder/event-log.ts";
import { CONTRACTS } from "../lib/ladder/contracts.ts";
import { underwrittenBy } from "../lib/ladder/cover.ts";
import type { Actor } from "./cursor.ts";
import { givenToMarkets, inMarkets } from "./ledger-markets.ts";
import type { LedgerLine, Sum } from "./playback.ts";
import type { World } from "./world.ts";

function sum(wei: bigint, token: string): Sum[] {
  return wei === 0n ? [] : [{ token, wei }];
}

function total(entries: readonly Entry[], pick: (entry: Entry) => bigint | undefined): bigint {
  return entries.reduce((all, entry) => all + (pick(entry) ?? 0n), 0n);
}

function value(entry: Entry, name: string): unknown {
  return entry.args.find((arg) => arg.name === name)?.value;
}

/** What an event says that an account was paid by the vault or its cover, in wei. */
export function paidBy(entry: Entry, account: string): bigint | undefined {
  const { contract, name } = entry;
  if (contract === CONTRACTS.exitQueue.abi && name === "Claimed" && value(entry, "recipient") === account)
    return value(entry, "assets") as bigint;
  if (name === "ExitedInstantly" && value(entry, "receiver") === account) return value(entry, "paid") as bigint;
  if (contract === CONTRACTS.cover.abi && name === "Left" && value(entry, "receiver") === account)
    return value(entry, "assets") as bigint;
  return undefined;
}

/** What an event says that an account has given beside deposits: to the cover, or to all holders. */
function givenBy(entry: Entry, account: string): bigint | undefined {
  const { contract, name } = entry;
  const isGift = contract === CONTRACTS.vault.abi && name === "GainReceived";
  const isCover = contract === CONTRACTS.cover.abi && name === "Joined";
  return (isGift || isCover) && value(entry, "from") === account ? (value(entry, "assets") as bigint) : undefined;
}

/** What an account has in the exit queue: shares that wait, and what it can claim, in wei of ETH. */
export async function queuedOf(
  { contracts: { exitQueue } }: World["ladder"],
  account: string,
  entries: readonly Entry[],
) {
  const asked = entries.filter(({ contract, name }) => contract === CONTRACTS.exitQueue.abi && name === "Requested");
  let [waitingShares, claimableWei] = [0n, 0n];
  for (const entry of asked) {
    const { owner, batchId, shares, claimableAssets } = await exitQueue
      .ticketOf(value(entry, "ticketId") as bigint)
      .catch(() => ({ owner: "", batchId: 0n, shares: 0n, claimableAssets: 0n }));
    if (owner !== account) continue;
    const batch = await exitQueue.batchOf(batchId);
    claimableWei += claimableAssets;
    if (batch.shares > 0n) waitingShares += (shares * (batch.shares - batch.filledShares)) / batch.shares;
  }
  return { waitingShares, claimableWei };
}

/** What an account has in its own hands, in wei of ETH: ETH, and the LST at its redemption rate. */
async function inHand({ ladder }: World, account: string): Promise<bigint> {
  const wrapped = await balanceOf(ladder, account, "wstETH");
  const lst =
    (await balanceOf(ladder, account, "stETH")) + (await ladder.contracts.stETH.getPooledEthByShares(wrapped));
  return (await balanceOf(ladder, account, "ETH")) + lst;
}

/**
 * What everybody put in and took out, what waits for them, and what they hold: all whose wealth changed, holders first.
 * A result is all that somebody has now less what the story gave them to begin with, so it can be checked against the
 * other columns; what came or went by another way (rewards that an operator keeps, an LST's own gains) is `otherWei`.
 */
export async function ledgerOf(
  world: World,
  actors: readonly Actor[],
  entries: readonly Entry[],
): Promise<LedgerLine[]> {
  const { ladder } = world;
  const lines: LedgerLine[] = [];
  for (const { name, role, about, fundingWei } of actors) {
    const account = world.signer(name).address;
    const deposits = entries.filter((entry) => entry.name === "Deposited" && value(entry, "receiver") === account);
    const isLst = (entry: Entry): boolean => value(entry, "asset") === ladder.addresses.wstETH;
    const amount = (entry: Entry): bigint => value(entry, "amount") as bigint;
    const moved = entries.map((entry) => givenToMarkets(entry, account));
    const toMarkets = moved.reduce((sum, wei) => (wei > 0n ? sum + wei : sum), 0n);
    const fromMarkets = moved.reduce((sum, wei) => (wei < 0n ? sum - wei : sum), 0n);
    const given = toMarkets + total(entries, (entry) => givenBy(entry, account));
    const inEth = given + total(deposits, (entry) => (isLst(entry) ? 0n : amount(entry)));
    const inLst = total(deposits, (entry) => (isLst(entry) ? amount(entry) : 0n));
    const worth = (entry: Entry): bigint =>
      (value(entry, "recognised") as bigint) + (value(entry, "lockedProfit") as bigint);
    const worthInWei = given + total(deposits, worth);
    const outWei = fromMarkets + total(entries, (entry) => paidBy(entry, account));
    const shares = await balanceOf(ladder, account, "LRT");
    const coverWei = await underwrittenBy(ladder, account);
    const markets = await inMarkets(world, name);
    const holdsWei = (await ladder.contracts.vault.toAssetsDown(shares + markets.lrt)) + coverWei + markets.wei;
    const { waitingShares, claimableWei } = await queuedOf(ladder, account, entries);
    const waitingWei = await ladder.contracts.vault.toAssetsDown(waitingShares);
    const resultWei = (await inHand(world, account)) + holdsWei + waitingWei + claimableWei - fundingWei;
    const otherWei = resultWei - (outWei + holdsWei + waitingWei + claimableWei - worthInWei);
    if (resultWei === 0n && worthInWei === 0n && role !== "holder") continue;
    lines.push({
      actor: name,
      role,
      about,
      putIn: [...sum(inEth, "ETH"), ...sum(inLst, "wstETH")],
      worthInWei,
      tookOut: sum(outWei, "ETH"),
      waitingShares,
      waitingWei,
      claimableWei,
      holds: [...sum(shares, "LRT"), ...sum(coverWei, "ETH of cover"), ...markets.holds],
      holdsWei,
      otherWei,
      resultWei,
    });
  }
  return lines;
}
