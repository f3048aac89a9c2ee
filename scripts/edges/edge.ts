import { artifacts } from "hardhat";
import { DAY, FOREVER, type Standing, standUpVault } from "../../test/5-lrt/vault.ts";
import { Decoder, readAbis } from "../lib/ladder/answers.ts";
import { ETH } from "../lib/units.ts";

/** What each ended with beyond what was theirs, in wei; or the error with which the call was refused. */
export type Outcome = { readonly refused: string } | { readonly beyond: Readonly<Record<string, bigint>> };

/** An edge of a vault's life: what is said of it, and the case that is played. */
export interface Edge {
  readonly edge: string;
  /** Who loses to whom. */
  readonly between: string;
  readonly atMost: string;
  /** The case in a few words. */
  readonly played: string;
  readonly play: () => Promise<Outcome>;
}

export type Rule = "ExposedRule" | "CappedRule" | "LossOnlyRule";
type Holder = Standing["alice"];

/** A vault with a fee of a tenth. */
export async function young(rule?: Rule): Promise<Standing> {
  const s = await standUpVault(rule);
  await s.settings.setFee(1_000n, s.treasury);
  return s;
}

type Vaulted = Pick<Standing, "vault">;

export const enter = (s: Vaulted, who: Holder, assets: bigint) =>
  s.vault.connect(who).deposit(who, 0n, FOREVER, { value: assets });

export const worth = async (s: Vaulted, who: Holder): Promise<bigint> =>
  s.vault.toAssetsDown(await s.vault.balanceOf(who));

export const feesOwed = async (s: Standing): Promise<bigint> => (await s.vault.totals()).feesOwed;

/** All that still drips has dripped a day later. */
export async function pass(s: Standing, seconds = DAY): Promise<void> {
  await s.networkHelpers.time.increase(seconds);
  await s.vault.syncAll();
}

/** Asks out with all shares, and the batch closes. */
export async function leave(s: Standing, who: Holder): Promise<void> {
  await s.queue.connect(who).request(await s.vault.balanceOf(who), who, 0n, FOREVER);
  await s.networkHelpers.time.increase(DAY);
  await s.queue.close();
}

/** What the first ticket has been paid. */
export const firstPaid = async (s: Standing): Promise<bigint> => (await s.queue.ticketOf(1n << 64n)).claimableAssets;

/** Two holders of 50 ETH each. */
export async function pair(rule?: Rule): Promise<Standing> {
  const s = await young(rule);
  for (const who of [s.alice, s.bob]) await enter(s, who, 50n * ETH);
  return s;
}

/** Everything is in the left component and is lost: the vault is dead. */
export async function loseAll(s: Standing): Promise<void> {
  await s.left.setAssets(0n);
  await s.vault.syncAll();
}

/** The left component cannot be read, and its quarantine has begun. */
export async function quarantine(s: Standing): Promise<void> {
  await s.left.setBroken(true);
  await s.vault.reportFailure(s.left);
  await pass(s);
}

/** @throws when the call is not refused */
export async function refusalOf(call: () => Promise<unknown>): Promise<Outcome> {
  const decoder = new Decoder(await readAbis(artifacts));
  const name = await call().then(
    () => undefined,
    (thrown: unknown) => decoder.error(thrown)?.name,
  );
  if (name === undefined) throw new Error("the call was not refused");
  return { refused: name };
}
