import type { VaultAction } from "../../../model/5-lrt/step.ts";
import { newComponent } from "../../../model/5-lrt/new-vault.ts";
import { ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { ETH } from "../../lib/units.ts";
import type { Stand } from "./stand.ts";

const ALL = 2n ** 256n - 1n;

/** The vault's components, a listed LST, limits, a fee, and a service that may announce. */
export function preludeOf({ state: { config }, cast }: Pick<Stand, "state" | "cast">): VaultAction[] {
  const { governor: from } = config;
  const call = (contract: VaultAction["contract"], name: string, ...args: unknown[]): VaultAction => ({
    from,
    contract,
    function: name,
    args,
  });
  return [
    call("vault", "syncAll"),
    ...cast.plain.map((component) => call("settings", "addComponent", component)),
    call("settings", "listLst", cast.reserve),
    call("others", "say", cast.reserve, { ...newComponent(ZERO_ADDRESS, cast.lst), rateWad: (11n * ETH) / 10n }),
    call("settings", "setFee", 1_000n, config.at.feeSplit),
    ...cast.people.slice(0, 2).map((one) => ({ ...call("vault", "approve", config.at.entrance, ALL), from: one })),
    call("instantExit", "setLimits", 50n * ETH, 86_400n, 10n, 500n),
    call("slashingGuard", "list", cast.services[0], 14_400n, 864_000n),
  ];
}
