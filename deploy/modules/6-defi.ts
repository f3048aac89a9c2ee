import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { MarketsRung, VaultRung } from "../lib/rungs.ts";
import { LLTVS } from "../lib/lltvs.ts";

/** Uniswap's fee tier of pairs that move little: 0.05 %, in hundredths of a basis point. */
export const POOL_FEE = 500;

/** √1 × 2^96: an LRT is born at 1 ETH, so the pool's price is the same whichever token is first. */
const PRICE_ONE = 2n ** 96n;

/** Oracles by which the LRT is lent against, one market each, by their names in the results. */
export const ORACLES = ["rateOracle", "twapOracle", "lowerOracle", "boundedOracle"] as const;

/**
 * Rung 6: an LRT/WETH pool that starts at 1 and remembers its price, four oracles, a market for each of them at the lowest
 * of {@link LLTVS}, and who works in them: looper, liquidator, arbitrageur.
 *
 * Parameters (module `Defi`): `twapWindowSeconds`, over which the pool's price is averaged; `observationSlots`, how many
 * prices the pool remembers, one a block at most; `boundBps`, by how much the market may lower the backing's price.
 *
 * @param vault brings the LRT, its views and WETH
 * @param markets what others have built, deployed here or found
 */
export const defiModule = (vault: VaultRung, markets: MarketsRung) =>
  buildModule("Defi", (m) => {
    const { vault: lrt, vaultViews, weth, exitQueue, instantExit, exitEstimates } = m.useModule(vault);
    const { uniswapFactory, swapRouter, quoter, morpho, rateModel } = m.useModule(markets);
    const created = m.call(uniswapFactory, "createPool", [lrt, weth, POOL_FEE]);
    const lrtPool = m.contractAt("IUniswapV3Pool", m.readEventArgument(created, "PoolCreated", "pool"), {
      id: "LrtPool",
    });
    const begun = m.call(lrtPool, "initialize", [PRICE_ONE]);
    m.call(lrtPool, "increaseObservationCardinalityNext", [m.getParameter("observationSlots")], { after: [begun] });

    const rateOracle = m.contract("CollateralRateOracle", [vaultViews]);
    const twapOracle = m.contract("TwapOracle", [lrtPool, lrt, m.getParameter("twapWindowSeconds")]);
    const lowerOracle = m.contract("LowerOracle", [rateOracle, twapOracle]);
    const boundedOracle = m.contract("BoundedOracle", [rateOracle, twapOracle, m.getParameter("boundBps")]);
    const oracles = { rateOracle, twapOracle, lowerOracle, boundedOracle };
    for (const name of ORACLES) {
      m.call(morpho, "createMarket", [[weth, lrt, oracles[name], rateModel, LLTVS[0]]], {
        id: `createMarket_${name}`,
        after: [markets],
      });
    }
    const venues = { vault: lrt, weth, queue: exitQueue, instantExit, router: swapRouter, quoter, poolFee: POOL_FEE };
    const looper = m.contract("Looper", [venues, morpho]);
    const liquidator = m.contract("Liquidator", [venues, morpho]);
    const pegArbitrageur = m.contract("PegArbitrageur", [venues, exitEstimates]);
    return { lrtPool, ...oracles, looper, liquidator, pegArbitrageur };
  });
