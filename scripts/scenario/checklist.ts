import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { revertData } from "../lib/ladder/answers.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { borrowRateWad, MARKETS, marketOf, oraclePriceE36 } from "../lib/ladder/lending.ts";
import { ETH, WAD } from "../lib/units.ts";
import { formatAmount, formatPercent, formatSeconds, formatWad } from "./format.ts";

/** A number with the call that it came from. */
interface Fact {
  readonly what: string;
  readonly value: bigint | string;
  readonly shown: string;
  readonly call: string;
}

export interface Answered {
  readonly question: string;
  readonly facts: readonly Fact[];
}

const YEAR_SECONDS = 365n * 86_400n;
const NO_END = 2n ** 256n - 1n;
const SERVICES = ["bridge", "oracle", "availability"] as const;
/** Leverage that the last question is answered for. */
const LEVERAGE = 3n;

const eth = (what: string, wei: bigint, call: string): Fact => ({
  what,
  value: wei,
  shown: formatAmount(wei, "ETH"),
  call,
});
const rate = (what: string, wad: bigint, call: string): Fact => ({ what, value: wad, shown: formatWad(wad, 6), call });
const percent = (what: string, wad: bigint, call: string): Fact => ({
  what,
  value: wad,
  shown: formatPercent(wad),
  call,
});
const text = (what: string, said: string, call: string): Fact => ({ what, value: said, shown: said, call });

/**
 * What a careful buyer asks before he buys, answered from the chain.
 *
 * @param holder who would leave, with `shares` of LRT that are his
 */
export async function checklistOf(ladder: Ladder, holder: HardhatEthersSigner, shares: bigint): Promise<Answered[]> {
  return [
    await yields(ladder),
    await promises(ladder),
    await size(ladder),
    await waysOut(ladder, holder, shares),
    await leverage(ladder),
  ];
}

async function yields({ contracts: { vault, wstETH } }: Ladder): Promise<Answered> {
  const syncs = (await vault.queryFilter(vault.filters.SyncApplied())).map(({ args }) => args);
  const sum = (pick: (args: (typeof syncs)[number]) => bigint): bigint =>
    syncs.reduce((all, one) => all + pick(one), 0n);
  const most = syncs.reduce((top, { gain }) => (gain > top ? gain : top), 0n);
  const worst = syncs.reduce((top, { loss }) => (loss > top ? loss : top), 0n);
  const call = "Vault.SyncApplied";
  return {
    question: "1. Where does the yield come from, and how much did it vary?",
    facts: [
      rate("the LST, from staking, for one wstETH", await wstETH.stEthPerToken(), "WrappedStakedEther.stEthPerToken()"),
      eth(
        `all layers of the vault, gained in ${syncs.length} full syncs`,
        sum(({ gain }) => gain),
        call,
      ),
      eth(
        "lost in them",
        sum(({ loss }) => loss),
        call,
      ),
      eth("the largest gain of one", most, call),
      eth("the largest loss of one", worst, call),
      eth(
        "kept as fees",
        sum(({ fee }) => fee),
        call,
      ),
      rate("one LRT now", await vault.rate(), "Vault.rate()"),
    ],
  };
}

async function promises(ladder: Ladder): Promise<Answered> {
  const { vault, cover } = ladder.contracts;
  return {
    question: "2. Is any of it fixed?",
    facts: [
      text("yield", "no: nothing is promised, the rate may fall", "Vault.rate()"),
      eth("what stands before holders in a loss", await cover.available(), "Cover.available()"),
      percent("fee on gains", (await vault.feeBps()) * 10n ** 14n, "Vault.feeBps()"),
    ],
  };
}

async function size({ contracts: { vault }, ethers }: Ladder): Promise<Answered> {
  const { recognised, supply } = await vault.totals();
  const [first] = await vault.queryFilter(vault.filters.Deposited());
  const now = BigInt((await ethers.provider.getBlock("latest"))!.timestamp);
  const began = first === undefined ? now : BigInt((await first.getBlock()).timestamp);
  const age = { what: "since the first deposit", value: now - began, shown: formatSeconds(now - began) };
  return {
    question: "3. How old is it, how large, and is it audited?",
    facts: [
      { ...age, call: "Vault.Deposited" },
      eth("backing", recognised, "Vault.totals()"),
      { what: "supply", value: supply, shown: formatAmount(supply, "LRT"), call: "Vault.totals()" },
      text("audited", "no", "SECURITY.md"),
    ],
  };
}

/** What an exit pays, or the error with which it is refused now. */
async function answerOf(ladder: Ladder, what: string, asked: Promise<bigint>, call: string): Promise<Fact> {
  try {
    return eth(what, await asked, call);
  } catch (error) {
    const { vault, instantExit } = ladder.contracts;
    const data = revertData(error);
    if (data === undefined) throw error;
    const name = (vault.interface.parseError(data) ?? instantExit.interface.parseError(data))?.name ?? data;
    return text(what, `refused now: ${name}`, call);
  }
}

async function waysOut(ladder: Ladder, holder: HardhatEthersSigner, shares: bigint): Promise<Answered> {
  const { vault, estimates, instantExit, looper } = ladder.contracts;
  const [soonest, latest] = await estimates.estimateExitOf(shares);
  const estimate = "ExitEstimates.estimateExitOf(shares)";
  const sold = await looper.quotePool.staticCall(true, shares);
  const inPool = "Looper.quotePool(true, shares)";
  const end = latest === NO_END ? "no end known" : formatSeconds(latest);
  const instant = instantExit.connect(holder).exitInstantly.staticCall(shares, holder, 0n, 2n ** 64n - 1n);
  return {
    question: `4. How does one leave with ${formatAmount(shares, "LRT")}, how fast, and for how much, now?`,
    facts: [
      eth(
        "by the queue, at the price of its fill; at today's",
        await vault.toAssetsDown(shares),
        "Vault.toAssetsDown(shares)",
      ),
      { what: "soonest", value: soonest, shown: formatSeconds(soonest), call: estimate },
      { what: "latest", value: latest, shown: end, call: estimate },
      await answerOf(ladder, "at once, by instant exit", instant, "InstantExit.exitInstantly(shares, …)"),
      sold === 0n
        ? text("at once, in the pool", "it cannot take that much", inPool)
        : eth("at once, in the pool", sold, inPool),
    ],
  };
}

async function leverage(ladder: Ladder): Promise<Answered> {
  const { contracts, addresses } = ladder;
  const horizon = await contracts.rules.horizonBlocks();
  const facts: Fact[] = [];
  for (const name of MARKETS) {
    const { lltv } = marketOf(ladder, name);
    const price = await oraclePriceE36(ladder, name).catch(() => undefined);
    const asked = `oracle of the market ${name}, price()`;
    facts.push(
      price === undefined ? text(`${name}: price`, "no answer now", asked) : rate(`${name}: price`, price / WAD, asked),
      percent(
        `${name}: a loan costs a year`,
        (await borrowRateWad(ladder, name)) * YEAR_SECONDS,
        "AdaptiveCurveRate.borrowRateView(…)",
      ),
      // a position of three times owes two parts in three of its collateral
      percent(
        `${name}: a position of ${LEVERAGE} × is liquidated below this part of today's price`,
        ((LEVERAGE - 1n) * ETH * WAD) / LEVERAGE / lltv,
        "Morpho.idToMarketParams(id).lltv",
      ),
    );
  }
  for (const service of SERVICES) {
    const loss = await contracts.exposure.maximumLoss(addresses[service], horizon);
    facts.push(
      eth(`the most that the ${service} can take at once`, loss, "VaultExposure.maximumLoss(service, horizon)"),
    );
  }
  return { question: "5. What does leverage do to it?", facts };
}
