import { readFileSync } from "node:fs";
import type { ContractTransactionResponse } from "ethers";
import { lend, marketOf } from "../../lib/ladder/lending.ts";
import { raise } from "../../lib/ladder/leverage.ts";
import { provide } from "../../lib/ladder/trading.ts";
import { ETH, WAD } from "../../lib/units.ts";
import { type Measurements, must, onFreshChains, type RowFacts, type Rung, type Sending } from "../row.ts";
import { FOREVER, prepareVault, type VaultWorld } from "../vault/world.ts";

const FACTS = new URL("../peers/defi.json", import.meta.url);
const MARKET = "backing";
const ALL = 2n ** 256n - 1n;

/** The vault's world with a pool that knows its window, and a market in which others have borrowed. */
async function prepareMarkets(operators: number, isUnwinding = false): Promise<VaultWorld> {
  const world = await prepareVault({ operators, services: 1, isUnwinding });
  const { ladder, alice, bob } = world;
  await provide(ladder, alice, 1_000n * ETH, 1_000n * ETH);
  await lend(ladder, alice, MARKET, 1_000n * ETH);
  await raise(ladder, alice, MARKET, { equityWei: 100n * ETH, borrowWei: 100n * ETH });
  await ladder.contracts.morpho.connect(bob).setAuthorization(ladder.addresses.looper, true);
  await world.pass(200n);
  return world;
}

/** Asks an oracle in a transaction, so that all storage is cold, less what the same bytes cost where nobody reads them. */
async function ask({ ladder }: VaultWorld, oracle: "rateOracle" | "boundedOracle"): Promise<Sending> {
  const { [oracle]: asked } = ladder.contracts;
  must((await asked.price()) > 0n, "the oracle answers");
  const data = asked.interface.encodeFunctionData("price");
  const send = async (to: string): Promise<ContractTransactionResponse> => {
    const { hash } = await ladder.keeper.sendTransaction({ to, data });
    return (await ladder.ethers.provider.getTransaction(hash)) as ContractTransactionResponse;
  };
  return { more: await send(ladder.addresses[oracle]), less: await send(ladder.guardian.address), count: 1 };
}

const open = ({ ladder, bob }: VaultWorld) =>
  ladder.contracts.looper
    .connect(bob)
    .raise(
      marketOf(ladder, MARKET),
      { entry: 0n, borrowAssets: 20n * ETH, minShares: 0n, maxLtvWad: WAD, deadline: FOREVER },
      { value: 10n * ETH },
    );

/** Closes by instant exit what {open} has opened. */
async function close(world: VaultWorld) {
  const { ladder, bob, pass } = world;
  await (await open(world)).wait();
  await pass(10n);
  return ladder.contracts.looper.connect(bob).lower(marketOf(ladder, MARKET), {
    way: 1n,
    repayShares: ALL,
    collateral: ALL,
    minAssets: 0n,
    maxLtvWad: WAD,
    deadline: FOREVER,
  });
}

/** Measurements, each on a world that it has prepared. */
const measurements: Measurements<typeof prepareMarkets> = {
  "defi.open.three": async (prepare) => open(await prepare(2)),
  "defi.close.three": async (prepare) => close(await prepare(2)),
  "defi.price.live.two": async (prepare) => ask(await prepare(2), "rateOracle"),
  "defi.price.live.two.leaving": async (prepare) => ask(await prepare(2, true), "rateOracle"),
  "defi.price.live.three": async (prepare) => ask(await prepare(3), "rateOracle"),
  "defi.price.live.five": async (prepare) => ask(await prepare(5), "rateOracle"),
  "defi.price.live.ten": async (prepare) => ask(await prepare(10), "rateOracle"),
  "defi.price.bounded.two": async (prepare) => ask(await prepare(2), "boundedOracle"),
};

/** Rung 6: leverage in one transaction, and what a market pays to know its price. */
export async function defiRung(): Promise<Rung> {
  return {
    title: "Rung 6: gas of a transaction, on the shipped local deployment after a gain and a loss",
    note:
      "Prices as a call, without the base cost of a transaction, beside the prototype that read the vault's live rate; none of " +
      "them has a limit. Opening and closing stand beside the bare calls one by one in test/6-defi/gas.test.ts (DFI-50).",
    maxRatio: 1,
    facts: JSON.parse(readFileSync(FACTS, "utf8")) as RowFacts[],
    ...onFreshChains(async () => prepareMarkets, measurements),
  };
}
