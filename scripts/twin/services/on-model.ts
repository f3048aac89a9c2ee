import { newCore } from "../../../model/3-restaking/core.ts";
import { deployAvailability } from "../../../model/4-avs/availability/blobs.ts";
import { deployDataConsumer } from "../../../model/4-avs/availability/data-consumer.ts";
import { deployBridge } from "../../../model/4-avs/bridge/bridge.ts";
import { deployBridgeConsumer } from "../../../model/4-avs/bridge/bridge-consumer.ts";
import { deployPriceConsumer } from "../../../model/4-avs/oracle/price-consumer.ts";
import { deployOracle } from "../../../model/4-avs/oracle/price-oracle.ts";
import { deploySlasher } from "../../../model/4-avs/slashers/slasher-base.ts";
import { type Avs, type AvsState, newAvs } from "../../../model/4-avs/state.ts";
import { transact, ZERO_ADDRESS } from "../../../model/shared/machine.ts";
import { ETH, WAD } from "../../lib/units.ts";
import { NOT_RECORDED } from "../../replay/chain/not-recorded.ts";
import type { Cast } from "./stand.ts";

/** When the chain begins, in seconds. */
export const BEGIN = 1_900_000_000n;
/** Of deallocations and withdrawals. */
export const WINDOW_BLOCKS = 20n;
/** Blocks before anything happens: the core looks a window back. */
export const FIRST_BLOCKS = 40n;
export const RICH = 10n ** 6n * ETH;
export const CONFIGURATION_DELAY_BLOCKS = 15n;

/** What everything is deployed with. */
export const TERMS = {
  bridge: { metadataURI: "ipfs://bridge", quorumBips: 6_000n, slashWad: WAD / 10n },
  consumerDelaySeconds: 120n,
  observerGas: 100_000n,
  instant: { limitWad: WAD / 4n, limitWindowSeconds: 600n },
  vetoable: { limitWad: WAD / 2n, limitWindowSeconds: 100n },
  windows: { vetoWindowSeconds: 60n, executionWindowSeconds: 170n },
  oracle: {
    ...{ metadataURI: "ipfs://oracle", reportSeconds: 48n, quorumBips: 6_000n },
    ...{ deviationBips: 200n, slashWad: WAD / 5n },
  },
  oracleLimit: { limitWad: (WAD * 3n) / 10n, limitWindowSeconds: 240n },
  maximumAgeSeconds: 150n,
  availability: {
    ...{ metadataURI: "ipfs://data", quorumBips: 6_000n, slashWad: WAD / 5n },
    ...{ responseSeconds: 60n, bondWei: ETH / 1_000n },
  },
  availabilityLimit: { limitWad: WAD / 2n, limitWindowSeconds: 600n },
  exitSeconds: 100n,
} as const;

/** Core, services, slashers and consumers in the model, where deploying is an action of its own. */
export function modelOf(cast: Cast, everybody: readonly string[]): AvsState {
  const { owner, pauser, admin, funder, committee, prover, bridge } = cast;
  const { activationDelaySeconds, defaultSplitBips, beaconChain: _, ...numbers } = NOT_RECORDED;
  const core = newCore(
    {
      at: cast.core,
      minWithdrawalDelayBlocks: WINDOW_BLOCKS,
      deallocationDelayBlocks: WINDOW_BLOCKS,
      allocationConfigurationDelayBlocks: CONFIGURATION_DELAY_BLOCKS,
      eigenStrategy: ZERO_ADDRESS,
      strategyWhitelister: owner,
      pausers: [pauser],
      unpauser: owner,
      emissionsController: ZERO_ADDRESS,
      ...numbers,
    },
    {
      owner,
      rewardsUpdater: owner,
      feeRecipient: owner,
      activationDelay: activationDelaySeconds,
      defaultOperatorSplitBips: defaultSplitBips,
    },
  );
  const deployed = transact(newAvs(core), { number: 0n, timestamp: BEGIN }, (avs: Avs) => {
    cast.strategies.forEach((strategy, nth) => {
      const token = cast.tokens[nth] as string;
      avs.state.supplies = avs.state.supplies.set(token, 0n);
      avs.state.strategies = avs.state.strategies.set(strategy, { underlyingToken: token, totalShares: 0n });
      avs.state.whitelisted = avs.state.whitelisted.set(strategy, true);
    });
    cast.wallets.forEach((wallet, nth) => {
      const one = { owner: cast.signers[nth] as string, denying: false };
      avs.state.wallets = avs.state.wallets.set(wallet, one);
    });
    for (const one of everybody) avs.state.ether = avs.state.ether.set(one, RICH);
    avs.state.refusing = avs.state.refusing.set(cast.wall, true);
    const { instant, vetoable, windows } = TERMS;
    deployBridge(avs, bridge, { admin, funders: [funder], ...TERMS.bridge });
    deploySlasher(avs, cast.instantSlasher, { avs: bridge, prover: bridge, owner: admin, ...instant });
    const veto = { committee, ...windows };
    deploySlasher(avs, cast.vetoableSlasher, { avs: bridge, prover, owner: admin, ...vetoable, veto });
    deployBridgeConsumer(avs, cast.consumer, bridge, TERMS.consumerDelaySeconds);
    const { oracle, availability: store } = cast;
    deployOracle(avs, oracle, { admin, funders: [], ...TERMS.oracle });
    const ofOracle = { avs: oracle, prover: oracle, owner: admin, ...TERMS.oracleLimit, veto };
    deploySlasher(avs, cast.oracleSlasher, ofOracle);
    deployPriceConsumer(avs, cast.priceConsumer, oracle, TERMS.maximumAgeSeconds);
    deployAvailability(avs, store, { admin, funders: [], ...TERMS.availability });
    const ofStore = { avs: store, prover: store, owner: admin, ...TERMS.availabilityLimit };
    deploySlasher(avs, cast.availabilitySlasher, ofStore);
    deployDataConsumer(avs, cast.dataConsumer, store, admin, TERMS.exitSeconds);
  });
  if (!deployed.ok) throw deployed.revert;
  return deployed.state;
}
