import { newComponent, newVault } from "../../../model/5-lrt/new-vault.ts";
import type { PricingRule, VaultConfig, VaultState } from "../../../model/5-lrt/state.ts";
import { loneVault } from "../../../model/5-lrt/lone-vault.ts";
import { stepVault } from "../../../model/5-lrt/step.ts";
import { ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { ETH } from "../../lib/units.ts";
import type { Start } from "./alone.ts";
import { preludeOf } from "./prelude.ts";
import type { Cast } from "./stand.ts";
import { DEPLOYED_SECONDS, START_SECONDS } from "./times.ts";

const addressOf = (number: number): string => `0x${number.toString(16).padStart(40, "0")}`;

/** The same beginning as on a chain, of the model alone, so that nothing need be deployed. */
export function startAlone(rule: PricingRule): Start {
  const cast: Cast = {
    people: [0xa1, 0xa2, 0xa3, 0xa4].map(addressOf),
    plain: [0xb1, 0xb2].map(addressOf),
    spare: addressOf(0xb3),
    reserve: addressOf(0xb4),
    lst: addressOf(0xb5),
    services: [0xc1, 0xc2].map(addressOf),
    operators: [0xd1, 0xd2, 0xd3].map(addressOf),
    purse: addressOf(0xe1),
  };
  const wall = cast.people[3] as string;
  const config: VaultConfig = {
    ...loneVault(rule).state().config,
    closeIntervalSeconds: 21_600n,
    leastWaitSeconds: 3_600n,
    operatorsAtRisk: cast.operators.slice(0, 2),
    withCode: [wall, cast.lst],
    refusing: [wall],
  };
  const fresh = newVault(
    config,
    { capAssets: 10n * ETH, windowSeconds: 604_800n },
    {
      vault: DEPLOYED_SECONDS,
      queue: DEPLOYED_SECONDS,
      cover: DEPLOYED_SECONDS,
    },
  );
  let { components } = fresh.world;
  for (const one of [...cast.plain, cast.spare])
    components = components.set(one, newComponent(ZERO_ADDRESS, ZERO_ADDRESS));
  components = components.set(cast.reserve, newComponent(ZERO_ADDRESS, cast.lst));
  let state: VaultState = { ...fresh, world: { ...fresh.world, components } };
  let now = START_SECONDS;
  for (const action of preludeOf({ state, cast })) {
    const outcome = stepVault(state, { number: 0n, timestamp: ++now }, action);
    if (!outcome.ok) throw outcome.revert;
    ({ state } = outcome);
  }
  return { state, now, cast };
}
