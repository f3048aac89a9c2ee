import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { RestakingRung } from "../lib/rungs.ts";
import LiquidStaking from "./2-liquid-staking.ts";
import Restaking from "./3-restaking.ts";

/**
 * The strategy through which the wrapped liquid staking token is restaked, listed for deposits. The deployer must be the
 * core's strategy whitelister; of somebody else's core that is asked beforehand (scripts/deploy/existing-core.ts).
 */
export const strategiesModule = (liquidStaking: typeof LiquidStaking, restaking: RestakingRung) =>
  buildModule("Strategies", (m) => {
    const { wrappedStakedEther } = m.useModule(liquidStaking);
    const { strategyManager, pauserRegistry } = m.useModule(restaking);
    const wstEthStrategy = m.contract("StrategyBase", [strategyManager, wrappedStakedEther, pauserRegistry]);
    m.call(strategyManager, "addStrategiesToDepositWhitelist", [[wstEthStrategy]]);
    return { wstEthStrategy };
  });

/**
 * The same on a core whose whitelister is a factory of strategies: it makes and lists the strategy, for anybody.
 *
 * Parameter (module `Strategies`): `strategyFactory`.
 */
export const factoryStrategiesModule = (liquidStaking: typeof LiquidStaking, restaking: RestakingRung) =>
  buildModule("Strategies", (m) => {
    const { wrappedStakedEther } = m.useModule(liquidStaking);
    m.useModule(restaking);
    const factory = m.contractAt("IStrategyFactory", m.getParameter<string>("strategyFactory"));
    const made = m.call(factory, "deployNewStrategy", [wrappedStakedEther]);
    const strategy = m.staticCall(factory, "deployedStrategies", [wrappedStakedEther], 0, { after: [made] });
    return { wstEthStrategy: m.contractAt("StrategyBase", strategy) };
  });

export default strategiesModule(LiquidStaking, Restaking);
