import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { MarketsRung } from "../lib/rungs.ts";

/**
 * What rung 6 stands on as others have deployed it: binds addresses and deploys nothing. Module id and results are those of
 * the module that deploys it.
 *
 * Parameters (module `Markets`): the addresses, which scripts/deploy/existing-markets.ts has checked.
 */
export const existingMarkets: MarketsRung = buildModule("Markets", (m) => {
  const at = (abi: string, name: string, id: string) => m.contractAt(abi, m.getParameter<string>(name), { id });
  return {
    uniswapFactory: at("IUniswapV3Factory", "uniswapFactory", "UniswapV3Factory"),
    positionManager: at("IPositionManager", "positionManager", "PositionManager"),
    swapRouter: at("ISwapRouter", "swapRouter", "SwapRouter"),
    quoter: at("IQuoterV2", "quoter", "QuoterV2"),
    morpho: at("Morpho", "morpho", "Morpho"),
    rateModel: at("IIrm", "rateModel", "AdaptiveCurveRate"),
  };
});
