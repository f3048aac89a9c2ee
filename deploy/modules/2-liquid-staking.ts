import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { StakingRung } from "../lib/rungs.ts";
import Staking from "./1-staking.ts";

/**
 * Rung 2. The token is born with its wrapper and its exit queue. Parameters: who may pause, who lists
 * validator keys, who gets the fee, the fee of a gain in basis points, the age at which a report is
 * overdue, the least time between two closings of exit batches, and the ether that belongs to nobody.
 * Accounts have defaults: 0 lists keys and gets the fee, 1 guards.
 */
export const liquidStakingModule = (staking: StakingRung) =>
  buildModule("LiquidStaking", (m) => {
    const { beaconChain } = m.useModule(staking);
    const stakedEther = m.contract(
      "StakedEther",
      [
        beaconChain,
        m.getParameter("guardian", m.getAccount(1)),
        m.getParameter("curator", m.getAccount(0)),
        m.getParameter("treasury", m.getAccount(0)),
        m.getParameter("feeBps"),
        m.getParameter("maxReportAgeSeconds"),
        m.getParameter("batchIntervalSeconds"),
      ],
      { value: m.getParameter<bigint>("bootstrapWei") },
    );
    const unstakingQueue = m.contractAt(
      "UnstakingQueue",
      m.staticCall(stakedEther, "queue", [], 0, { id: "queueAddress" }),
    );
    const wrappedStakedEther = m.contractAt(
      "WrappedStakedEther",
      m.staticCall(stakedEther, "wrapper", [], 0, { id: "wrapperAddress" }),
    );
    return { beaconChain, stakedEther, wrappedStakedEther, unstakingQueue };
  });

export default liquidStakingModule(Staking);
