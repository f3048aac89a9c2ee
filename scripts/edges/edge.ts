import { balanceOf } from "../../model/5-lrt/accounting/share-token.ts";
import { exitValue } from "../../model/5-lrt/exits/fills.ts";
import { loneVault, type LoneVault } from "../../model/5-lrt/lone-vault.ts";
import { newComponent } from "../../model/5-lrt/new-vault.ts";
import { claimableOf } from "../../model/5-lrt/queue/claims.ts";
import type { Component, PricingRule } from "../../model/5-lrt/state.ts";
import { totals } from "../../model/5-lrt/vault.ts";
import { type Address, ZERO_ADDRESS } from "../../model/shared/machine.ts";
import { Revert } from "../../model/shared/revert.ts";
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
  readonly play: () => Outcome | Promise<Outcome>;
}

export const DAY = 86_400n;
/** After which a dead vault may settle at zero. */
export const GRACE = 7n * DAY;
export const FOREVER = 2n ** 40n;
export const FIRST_TICKET = 1n << 64n;

const addressOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
export const [ALICE, BOB, CAROL] = [0xa11ce, 0xb0b, 0xca201].map(addressOf) as [Address, Address, Address];
/** Two components, which are worth what they are told. */
export const [LEFT, RIGHT] = [0x1ef7, 0x218a7].map(addressOf) as [Address, Address];

/** A vault of the model over two components, with a fee of a tenth. */
export function young(rule: PricingRule = "exposed"): LoneVault {
  const s = loneVault(rule);
  const { governor, treasury } = s.state().config;
  for (const component of [LEFT, RIGHT]) {
    say(s, component, newComponent(ZERO_ADDRESS));
    s.play(governor, "settings", "addComponent", component);
  }
  s.play(governor, "settings", "setFee", 1_000n, treasury);
  return s;
}

/** Two holders of 50 ETH each. */
export function pair(rule?: PricingRule): LoneVault {
  const s = young(rule);
  for (const who of [ALICE, BOB]) enter(s, who, 50n * ETH);
  return s;
}

export const enter = (s: LoneVault, who: Address, assets: bigint): unknown =>
  s.play(who, "vault", "deposit", assets, who, 0n, FOREVER);

export const give = (s: LoneVault, from: Address, assets: bigint): unknown =>
  s.play(from, "vault", "recapitalise", assets);

export const sync = (s: LoneVault): unknown => s.play(CAROL, "vault", "syncAll");

export const settle = (s: LoneVault): unknown => s.play(CAROL, "queue", "settle");

export const restake = (s: LoneVault, component: Address, assets: bigint): unknown =>
  s.play(s.state().config.at.restaker, "others", "restake", component, assets);

/** All that still drips has dripped a day later. */
export function pass(s: LoneVault, seconds = DAY): void {
  s.pass(seconds);
  sync(s);
}

/** Asks out with all shares, and the batch closes. */
export function leave(s: LoneVault, who: Address): void {
  const shares = s.view((vault) => balanceOf(vault, who));
  s.play(who, "queue", "request", shares, who, 0n, FOREVER);
  s.pass(DAY);
  s.play(who, "queue", "close");
}

export const worth = (s: LoneVault, who: Address): bigint => s.view((vault) => exitValue(vault, balanceOf(vault, who)));

export const feesOwed = (s: LoneVault): bigint => s.view(totals).feesOwed;

/** What the first ticket has been paid. */
export const firstPaid = (s: LoneVault): bigint => s.view((vault) => claimableOf(vault, FIRST_TICKET));

/** A component comes to be worth so much. */
export function becomes(s: LoneVault, component: Address, assets: bigint): void {
  say(s, component, { positions: [{ asset: ZERO_ADDRESS, quantity: assets, assets }] });
}

/** A component cannot be read, or can be again. */
export const breaks = (s: LoneVault, component: Address, broken = true): void => say(s, component, { broken });

/** Everything is in the left component and is lost: the vault is dead. */
export function loseAll(s: LoneVault): void {
  becomes(s, LEFT, 0n);
  sync(s);
}

/** The left component cannot be read, and its quarantine has begun. */
export function quarantine(s: LoneVault): void {
  breaks(s, LEFT);
  s.play(CAROL, "vault", "reportFailure", LEFT);
  pass(s);
}

/** @throws Error when the call is not refused */
export function refusalOf(call: () => unknown): Outcome {
  try {
    call();
  } catch (error) {
    if (error instanceof Revert) return { refused: error.error };
    throw error;
  }
  throw new Error("the call was not refused");
}

function say(s: LoneVault, component: Address, said: Partial<Component>): void {
  const known = s.state().world.components.get(component);
  s.play(CAROL, "others", "say", component, { ...known, ...said });
}
