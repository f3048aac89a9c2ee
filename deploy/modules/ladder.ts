import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { RestakingRung, StakingRung, StrategiesRung } from "../lib/rungs.ts";
import Staking from "./1-staking.ts";
import { liquidStakingModule } from "./2-liquid-staking.ts";
import { existingRestaking, existingStaking } from "./3-existing-core.ts";
import { restakingModule } from "./3-restaking.ts";
import { factoryStrategiesModule, strategiesModule } from "./3-strategies.ts";
import { servicesModule } from "./4-avs.ts";
import { type PricingRule, vaultModule } from "./5-lrt.ts";
import { defiModule } from "./6-defi.ts";
import { existingMarkets } from "./6-existing-markets.ts";
import { marketsModule } from "./6-markets.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../scripts/lib/units.ts";

export interface LadderChoice {
  /** stand on rungs 1 and 3 as somebody else has deployed them, at the addresses of their modules' parameters */
  readonly existingCore: boolean;
  /** have that core's factory make and list the LST's strategy, at the address of module `Strategies`' parameter */
  readonly strategyFactory?: boolean;
  /** trade and lend where others do, at the addresses of module `Markets`' parameters, in the WETH of module `Vault`'s */
  readonly existingMarkets?: boolean;
  /** what a fill of the exit queue pays */
  readonly rule: PricingRule;
}

/** All rungs, each standing on those below it; results are the contracts of all of them. */
export async function ladderModule({
  existingCore,
  strategyFactory = false,
  existingMarkets: marketsExist = false,
  rule,
}: LadderChoice) {
  const staking: StakingRung = existingCore ? existingStaking : Staking;
  const restaking: RestakingRung = existingCore ? existingRestaking : await restakingModule("EigenPod", staking);
  const liquidStaking = liquidStakingModule(staking);
  const strategies: StrategiesRung = strategyFactory
    ? factoryStrategiesModule(liquidStaking, restaking)
    : strategiesModule(liquidStaking, restaking);
  const services = servicesModule((m) => {
    const { allocationManager, rewardsCoordinator } = m.useModule(restaking);
    const { wstEthStrategy } = m.useModule(strategies);
    return { allocationManager, rewardsCoordinator, strategies: [BEACON_CHAIN_ETH_STRATEGY, wstEthStrategy] };
  });
  const vault = await vaultModule(
    (m) => ({
      ...m.useModule(liquidStaking),
      ...m.useModule(restaking),
      ...m.useModule(strategies),
      announcing: [m.useModule(services).oracleSlasher],
      ...(marketsExist && { weth: m.contractAt("WETH", m.getParameter<string>("weth")) }),
    }),
    rule,
  );
  const markets = marketsExist ? existingMarkets : marketsModule(vault);
  const defi = defiModule(vault, markets);
  return buildModule("Ladder", (m) => {
    const { bridgeSlasher, oracleSlasher, availabilitySlasher, ...rest } = m.useModule(services);
    const slashers = { bridgeSlasher, oracleSlasher, availabilitySlasher };
    const { slashListener, ...rung5 } = m.useModule(vault);
    for (const [name, slasher] of Object.entries(slashers)) {
      m.call(slasher, "addObserver", [slashListener], { id: `observe_${name}` });
    }
    return {
      ...m.useModule(liquidStaking),
      ...m.useModule(restaking),
      ...m.useModule(strategies),
      ...rest,
      ...slashers,
      ...rung5,
      slashListener,
      ...m.useModule(markets),
      ...m.useModule(defi),
    };
  });
}

export default await ladderModule({ existingCore: false, rule: "exposed" });
