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

export default strategiesModule(LiquidStaking, Restaking);
