import { type Address, type Block, ZERO_ADDRESS } from "../shared/machine.ts";
import { Table } from "../shared/table.ts";
import { newComponent, newVault } from "./new-vault.ts";
import type { PricingRule, Vault, VaultConfig, VaultPlaces, VaultState } from "./state.ts";
import { stepVault, type VaultAction, viewVault } from "./step.ts";

const DAY = 86_400n;
const ETHER = 10n ** 18n;
const addressOf = (number: bigint): Address => `0x${number.toString(16).padStart(40, "0")}`;

const NAMES = [
  "vault",
  "queue",
  "tickets",
  "cover",
  "instantExit",
  "settings",
  "slashingGuard",
  "runOff",
  "feeSplit",
  "entrance",
  "restaker",
  "rewardsClaimer",
] as const satisfies readonly (keyof VaultPlaces)[];

/** Where the stake of a lone vault is. */
export const STAKE: Address = addressOf(0x5ea1n);

/** A vault of the model by itself, over one component, with its own clock: for whoever wants to know what would happen. */
export interface LoneVault {
  readonly state: () => VaultState;
  /** Plays a call a second after the last. @throws Revert */
  readonly play: (from: Address, contract: VaultAction["contract"], name: string, ...args: unknown[]) => unknown;
  readonly view: <T>(what: (of: Vault) => T) => T;
  readonly pass: (seconds: bigint) => void;
  /** What is played in `acts` is in one block, so many seconds after the last. */
  readonly inOneBlock: (seconds: bigint, acts: () => void) => void;
  /** The rungs below have made so much more of the stake, or less. */
  readonly change: (assets: bigint) => void;
}

/** @param leastWaitSeconds between a batch's close and its fill */
export function loneVault(rule: PricingRule, leastWaitSeconds = 0n): LoneVault {
  const places = Object.fromEntries(NAMES.map((name, index) => [name, addressOf(BigInt(index + 1))]));
  const at = places as Record<keyof VaultPlaces, Address>;
  const config: VaultConfig = {
    at,
    governor: addressOf(0x60n),
    treasury: addressOf(0x70n),
    rule,
    dripSeconds: DAY,
    quarantineSeconds: DAY,
    maxCheckpointAgeSeconds: 3n * DAY,
    graceSeconds: 7n * DAY,
    closeIntervalSeconds: DAY,
    minRequestShares: 1_000_000n,
    leastWaitSeconds,
    maxNewsAgeSeconds: DAY,
    cooldownSeconds: 3n * DAY,
    unstakeWindowSeconds: DAY,
    premiumBps: 2_000n,
    operatorsAtRisk: [],
    withCode: [],
    refusing: [],
  };
  let [timestamp, between] = [2_000_000_000n, 1n];
  const limits = { capAssets: 10n * ETHER, windowSeconds: 7n * DAY };
  const fresh = newVault(config, limits, { vault: timestamp, queue: timestamp, cover: timestamp });
  const components = Table.empty<ReturnType<typeof newComponent>>().set(STAKE, newComponent(ZERO_ADDRESS));
  let state: VaultState = { ...fresh, world: { ...fresh.world, components } };

  const now = (): Block => ({ number: 0n, timestamp });
  const play: LoneVault["play"] = (from, contract, name, ...args) => {
    timestamp += between;
    const outcome = stepVault(state, now(), { from, contract, function: name, args });
    if (!outcome.ok) throw outcome.revert;
    ({ state } = outcome);
    return outcome.value;
  };
  play(config.governor, "settings", "addComponent", STAKE);
  return {
    state: () => state,
    play,
    view: (what) => viewVault(state, now(), what),
    pass(seconds) {
      timestamp += seconds;
    },
    inOneBlock(seconds, acts) {
      timestamp += seconds;
      between = 0n;
      acts();
      between = 1n;
    },
    change(assets) {
      const known = state.world.components.get(STAKE) ?? newComponent(ZERO_ADDRESS);
      const worth = (known.positions[0]?.assets ?? 0n) + assets;
      const positions = [{ asset: ZERO_ADDRESS, quantity: worth, assets: worth }];
      play(config.governor, "others", "say", STAKE, { ...known, positions });
    },
  };
}
