import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type {
  CallableContractFuture,
  ContractFuture,
  IgnitionModuleBuilder,
  ModuleParameterRuntimeValue,
} from "@nomicfoundation/ignition-core";
import Restaking from "./3-restaking.ts";
import Strategies from "./3-strategies.ts";
import { BEACON_CHAIN_ETH_STRATEGY, WAD } from "../../scripts/lib/units.ts";

type Address = string | ContractFuture<string> | ModuleParameterRuntimeValue<string>;

/** What services need of the rungs below: the core, and the strategies whose stake secures them. */
export interface Security {
  readonly allocationManager: ContractFuture<string>;
  readonly rewardsCoordinator: ContractFuture<string>;
  readonly strategies: readonly Address[];
}

const OPERATOR_SET_ID = 1;
const BURN = "0x0000000000000000000000000000000000000000";

/**
 * Rung 4: the services, each with its slasher, one operator set (id 1, every strategy with weight 1, burning) and a
 * consumer.
 *
 * Parameters (module `Services`):
 * - of every set: `minimumStake` (weighted shares), `maximumOperators`, `lookaheadBlocks`;
 * - of every slasher: `observerGas`, `limitWad` (1e18 = all) and `limitWindowSeconds`; of the oracle's also
 *   `vetoWindowSeconds` and `executionWindowSeconds`;
 * - `bridgeQuorumBips`, `bridgeSlashWad`, `bridgeTrustDelaySeconds` (age at which the consumer trusts a root);
 * - `oracleReportSeconds`, `oracleQuorumBips`, `oracleDeviationBips`, `oracleSlashWad`, `oracleMaximumAgeSeconds` (of a
 *   price that the consumer takes);
 * - `availabilityQuorumBips`, `availabilitySlashWad`, `availabilityResponseSeconds`, `availabilityBondWei`,
 *   `availabilityExitSeconds` (for which the consumer wants a blob kept).
 *
 * Accounts have defaults: 0 administers services and observers, funds rewards and is the data consumer's sequencer; 1
 * is the veto committee.
 *
 * @param below finds the rung's security: in modules deployed before, or at addresses that exist.
 */
export function servicesModule(below: (m: IgnitionModuleBuilder) => Security) {
  return buildModule("Services", (m) => {
    const { allocationManager, rewardsCoordinator, strategies } = below(m);
    const admin = m.getParameter("admin", m.getAccount(0));
    const rewardsFunder = m.getParameter("rewardsFunder", m.getAccount(0));
    const number = (name: string) => m.getParameter<bigint>(name);
    const service = (name: string, terms: ModuleParameterRuntimeValue<bigint>[]) =>
      m.contract(name, [allocationManager, rewardsCoordinator, admin, "", ...terms]);
    const slasherTerms = (avs: ContractFuture<string>) => [
      allocationManager,
      avs,
      avs,
      admin,
      number("observerGas"),
      number("limitWad"),
      number("limitWindowSeconds"),
    ];
    const open = (name: string, avs: CallableContractFuture<string>, slasher: ContractFuture<string>) => {
      const weights = strategies.map((strategy) => ({ strategy, multiplier: WAD }));
      const rules = {
        minimumStake: number("minimumStake"),
        maximumOperators: number("maximumOperators"),
        lookaheadBlocks: number("lookaheadBlocks"),
        allowlisted: false,
      };
      const sets = m.call(avs, "createSet", [OPERATOR_SET_ID, weights, slasher, BURN, rules], { id: `${name}_set` });
      const role = m.staticCall(avs, "REWARDS_ROLE", [], 0, { id: `${name}_rewardsRole` });
      m.call(avs, "grantRole", [role, rewardsFunder], { id: `${name}_rewardsFunder`, after: [sets] });
      // what a service promises its consumers depends on its set's slasher
      return { after: [sets] };
    };

    const bridge = service("Bridge", [number("bridgeQuorumBips"), number("bridgeSlashWad")]);
    const bridgeSlasher = m.contract("InstantSlasher", slasherTerms(bridge), { id: "BridgeSlasher" });
    open("bridge", bridge, bridgeSlasher);
    const bridgeConsumer = m.contract("BridgeConsumer", [bridge, number("bridgeTrustDelaySeconds")]);

    const oracle = service("PriceOracle", [
      number("oracleReportSeconds"),
      number("oracleQuorumBips"),
      number("oracleDeviationBips"),
      number("oracleSlashWad"),
    ]);
    const oracleSlasher = m.contract("VetoableSlasher", [
      ...slasherTerms(oracle),
      m.getParameter("vetoCommittee", m.getAccount(1)),
      number("vetoWindowSeconds"),
      number("executionWindowSeconds"),
    ]);
    const oracleSet = open("oracle", oracle, oracleSlasher);
    const oracleConsumer = m.contract("PriceConsumer", [oracle, number("oracleMaximumAgeSeconds")], oracleSet);

    const availability = service("DataAvailability", [
      number("availabilityQuorumBips"),
      number("availabilitySlashWad"),
      number("availabilityResponseSeconds"),
      number("availabilityBondWei"),
    ]);
    const availabilitySlasher = m.contract("InstantSlasher", slasherTerms(availability), { id: "AvailabilitySlasher" });
    const availabilitySet = open("availability", availability, availabilitySlasher);
    const sequencer = m.getParameter("sequencer", m.getAccount(0));
    const exitSeconds = number("availabilityExitSeconds");
    const availabilityConsumer = m.contract("DataConsumer", [availability, sequencer, exitSeconds], availabilitySet);
    return {
      bridge,
      bridgeSlasher,
      bridgeConsumer,
      oracle,
      oracleSlasher,
      oracleConsumer,
      availability,
      availabilitySlasher,
      availabilityConsumer,
    };
  });
}

/** Secured by native ETH and the wrapped liquid staking token, on rung 3 as deployed here. */
export default servicesModule((m) => {
  const { allocationManager, rewardsCoordinator } = m.useModule(Restaking);
  const { wstEthStrategy } = m.useModule(Strategies);
  return { allocationManager, rewardsCoordinator, strategies: [BEACON_CHAIN_ETH_STRATEGY, wstEthStrategy] };
});
