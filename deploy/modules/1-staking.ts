import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** What mainnet has: the number of `IBeaconChain.Fork`. */
const ELECTRA = 0;

/**
 * Rung 1. Parameters: who reports faults of consensus, epoch 0 in seconds, the effective balance of the
 * whole network (from it follow base reward, churn and correlation penalty), the number of the fork whose
 * churn limits hold, and the ether that rewards are paid from. Accounts have defaults: 0 reports faults; so has the fork: Electra.
 */
export default buildModule("Staking", (m) => {
  const beaconChain = m.contract(
    "BeaconChain",
    [
      m.getParameter("network", m.getAccount(0)),
      m.getParameter("genesisTime"),
      m.getParameter("totalActiveBalanceGwei"),
      m.getParameter("fork", ELECTRA),
    ],
    { value: m.getParameter<bigint>("issuanceReserveWei") },
  );
  return { beaconChain };
});
