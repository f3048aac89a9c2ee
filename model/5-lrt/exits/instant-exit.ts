import { type Address, emit } from "../../shared/machine.ts";
import { check } from "../../shared/revert.ts";
import { configuredAt, roomAt } from "../../shared/leaky-bucket.ts";
import { min } from "../../shared/uint.ts";
import { onlyGovernor, within } from "../access/roles.ts";
import type { Vault } from "../state.ts";
import { feeBpsNow } from "./exit-fee.ts";
import { payInstantExit } from "./fills.ts";
import { surplusIdle } from "./surplus.ts";

/** Leaves at once for a fee that rises with the level of a bucket, which limits how much leaves. */

const MAX_FEE_BPS = 1_000n;
const HOUR = 3_600n;

/** @returns wei paid */
export function exitInstantly(
  vault: Vault,
  sender: Address,
  shares: bigint,
  receiver: Address,
  minAssets: bigint,
  deadline: bigint,
): bigint {
  check(vault.block.timestamp <= deadline, "DeadlinePassed", deadline, vault.block.timestamp);
  const assets = payInstantExit(vault, sender, receiver, shares);
  check(assets >= minAssets, "TooFewAssets", assets, minAssets);
  return assets;
}

export function setLimits(
  vault: Vault,
  sender: Address,
  capacityAssets: bigint,
  periodSeconds: bigint,
  leastFeeBps: bigint,
  greatestFeeBps: bigint,
): void {
  const { controls, config } = vault.state;
  onlyGovernor(vault, sender);
  const inOrder = leastFeeBps <= greatestFeeBps && greatestFeeBps <= MAX_FEE_BPS;
  check(inOrder, "FeesOutOfOrder", leastFeeBps, greatestFeeBps);
  const period = within(periodSeconds, HOUR, 2_160n * HOUR);
  controls.bucket = configuredAt(controls.bucket, capacityAssets, period, vault.block.timestamp);
  [controls.leastFeeBps, controls.greatestFeeBps] = [leastFeeBps, greatestFeeBps];
  emit(vault, config.at.instantExit, "LimitsSet", { capacityAssets, periodSeconds, leastFeeBps, greatestFeeBps });
}

/** How much can leave now, and the fee of the next wei. */
export function roomNow(vault: Vault): [bigint, bigint] {
  const { bucket } = vault.state.controls;
  return [min(roomAt(bucket, vault.block.timestamp), surplusIdle(vault)), feeBpsNow(vault)];
}
