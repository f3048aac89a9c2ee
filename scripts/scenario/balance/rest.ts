import type { Entry } from "../../lib/ladder/event-log.ts";
import type { LedgerLine, RestLine } from "../playback.ts";
import { accountsOf, type Stage } from "./accounts.ts";
import { sheetAt, type Sheet } from "./sheet.ts";

/** What actors have of others' books, as the lines of their results say. */
interface Claims {
  /** LRT in markets and in the pool. */
  readonly marketLrt: bigint;
  readonly marketWei: bigint;
  readonly coverWei: bigint;
  /** LRT wherever it lies, but for what waits, at the exit price. */
  readonly lrtWei: bigint;
  readonly waitingShares: bigint;
  readonly waitingWei: bigint;
  readonly claimableWei: bigint;
}

const NO_CLAIMS: Claims = {
  ...{ marketLrt: 0n, marketWei: 0n, coverWei: 0n, lrtWei: 0n },
  ...{ waitingShares: 0n, waitingWei: 0n, claimableWei: 0n },
};

const ABOUT = {
  treasury: "the treasury: fees, less what it pays operators for the services",
  rewards: "rewards that operators and stakers have not claimed",
  services: "services: bonds and collateral",
  others: "keepers and everybody else",
  markets: "the pool and the markets, what is nobody's",
  cover: "the cover, what is nobody's",
  lockedProfit: "gained, and not yet dripped",
  unbooked: "under the vault, and not yet in its books",
  unreported: "under the LST, and not yet in its books",
  slashed: "slashed: burned, or locked in pods for ever",
  beaconChain: "the beacon chain: it pays rewards and takes penalties",
  rounding: "rounding",
} as const;

type Name = keyof typeof ABOUT;

function claimsOf(lines: readonly LedgerLine[]): Claims {
  const held = (...tokens: readonly string[]): bigint =>
    lines.reduce(
      (all, { holds }) => holds.filter(({ token }) => tokens.includes(token)).reduce((sum, { wei }) => sum + wei, all),
      0n,
    );
  const sum = (pick: (line: LedgerLine) => bigint): bigint => lines.reduce((all, line) => all + pick(line), 0n);
  const coverWei = held("ETH of cover");
  const marketWei = held("ETH in the pool", "ETH lent", "ETH owed");
  return {
    ...{ coverWei, marketWei },
    waitingShares: sum(({ waitingShares }) => waitingShares),
    marketLrt: held("LRT pledged", "LRT in the pool"),
    lrtWei: sum(({ holdsWei }) => holdsWei) - coverWei - marketWei,
    waitingWei: sum(({ waitingWei }) => waitingWei),
    claimableWei: sum(({ claimableWei }) => claimableWei),
  };
}

/**
 * What everything that is no actor has: each side's ETH, less what its books owe to others. The books of four tokens are
 * subtracted whole where they are kept and added where they are held, so that the sum of all is the ETH of all accounts;
 * what floors leave between the two is the row `rounding`.
 */
async function restOf(sheet: Sheet, claims: Claims): Promise<Record<Name, bigint>> {
  const { held, toAssetsDown } = sheet;
  const waiting = await toAssetsDown(sheet.queuedShares - claims.waitingShares);
  const inMarkets = await toAssetsDown(held.markets.lrt - claims.marketLrt);
  const [treasury, others, rewards, services, cover, nobody] = await Promise.all(
    (["treasury", "others", "rewards", "services", "cover", "nobody"] as const).map((side) =>
      toAssetsDown(held[side].lrt),
    ),
  );
  const inVault = await toAssetsDown(held.vault.lrt - sheet.queuedShares);
  const lrtHeldWei =
    claims.lrtWei +
    claims.waitingWei +
    [waiting, inMarkets, treasury!, others!, rewards!, services!, cover!, nobody!, inVault].reduce((a, b) => a + b);
  const { recognisedWei, lockedProfitWei, feesOwedWei, claimableWei, slashedWei } = sheet;
  return {
    treasury: held.treasury.wei + treasury! + feesOwedWei,
    rewards: held.rewards.wei + rewards!,
    services: held.services.wei + services!,
    others: held.others.wei + others! + waiting + claimableWei - claims.claimableWei,
    markets: held.markets.wei + inMarkets - claims.marketWei + held.weth.wei - sheet.wethSupply,
    cover: held.cover.wei + cover! - claims.coverWei,
    lockedProfit: lockedProfitWei,
    unbooked: held.vault.wei + inVault - recognisedWei - lockedProfitWei - feesOwedWei - claimableWei - slashedWei,
    unreported: held.stETH.wei - sheet.pooledWei,
    slashed: slashedWei + held.nobody.wei + nobody!,
    beaconChain: held.beaconChain.wei - sheet.validatorsWei,
    rounding: recognisedWei - lrtHeldWei + sheet.pooledWei - sheet.lstHeldWei,
  };
}

/**
 * Where what actors have gained came from, and where what they have lost went: everything else whose wealth changed. With
 * their results it adds up to zero, because no ETH is made or lost on the chain.
 *
 * @param lines what actors have
 * @param entries every event since the chain began
 * @param beganAt the block in which the set-up ended
 */
export async function restLines(
  world: Stage,
  actors: readonly string[],
  lines: readonly LedgerLine[],
  entries: readonly Entry[],
  beganAt: number,
): Promise<RestLine[]> {
  const accounts = await accountsOf(world, actors, entries);
  const { ladder } = world;
  const endedAt = await ladder.ethers.provider.getBlockNumber();
  const setUp = entries.filter(({ block }) => block <= beganAt);
  const before = await restOf(await sheetAt(ladder, accounts, setUp, beganAt), NO_CLAIMS);
  const after = await restOf(await sheetAt(ladder, accounts, entries, endedAt), claimsOf(lines));
  return (Object.keys(ABOUT) as Name[]).map((name) => ({ name, about: ABOUT[name], wei: after[name] - before[name] }));
}
