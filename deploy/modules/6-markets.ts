import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import factory from "@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json" with { type: "json" };
import positionManagerArtifact from "@uniswap/v3-periphery/artifacts/contracts/NonfungiblePositionManager.sol/NonfungiblePositionManager.json" with { type: "json" };
import router from "@uniswap/v3-periphery/artifacts/contracts/SwapRouter.sol/SwapRouter.json" with { type: "json" };
import quoterArtifact from "@uniswap/v3-periphery/artifacts/contracts/lens/QuoterV2.sol/QuoterV2.json" with { type: "json" };
import { LLTVS } from "../lib/lltvs.ts";
import type { MarketsRung, VaultRung } from "../lib/rungs.ts";

/** Nobody describes liquidity as a picture here: `tokenURI` of the position manager alone needs a descriptor. */
const NO_DESCRIPTOR = "0x0000000000000000000000000000000000000000";

/**
 * What others have built and rung 6 trades and lends on: Uniswap v3 from its published artifacts, Morpho Blue from its
 * published sources, and a rate model for it, enabled with the limits {@link LLTVS}.
 *
 * Parameters (module `Markets`): `owner` of the lending protocol, account 0 if not given.
 *
 * @param below the rung that brings WETH
 */
export const marketsModule = (below: VaultRung): MarketsRung =>
  buildModule("Markets", (m) => {
    const { weth } = m.useModule(below);
    const uniswapFactory = m.contract("UniswapV3Factory", factory);
    const positionManager = m.contract("PositionManager", positionManagerArtifact, [
      uniswapFactory,
      weth,
      NO_DESCRIPTOR,
    ]);
    const swapRouter = m.contract("SwapRouter", router, [uniswapFactory, weth]);
    const quoter = m.contract("QuoterV2", quoterArtifact, [uniswapFactory, weth]);
    const owner = m.getParameter("owner", m.getAccount(0));
    const morpho = m.contract("Morpho", [owner]);
    const rateModel = m.contract("AdaptiveCurveRate", [morpho]);
    m.call(morpho, "enableIrm", [rateModel]);
    for (const lltv of LLTVS) m.call(morpho, "enableLltv", [lltv], { id: `enableLltv_${lltv}` });
    return { uniswapFactory, positionManager, swapRouter, quoter, morpho, rateModel };
  });
