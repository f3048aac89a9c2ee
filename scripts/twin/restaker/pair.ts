import { keccak256 } from "ethers";
import { hashOf } from "../../../model/5-lrt/operators/restaker/deposit-keys.ts";
import type { Key, Restaker, RestakerState } from "../../../model/5-lrt/operators/restaker/restaker.ts";
import { type RestakerAction, stepRestaker } from "../../../model/5-lrt/operators/restaker/step.ts";
import { ETH } from "../../lib/units.ts";
import { pubkeyOf } from "../../beacon/depositData.ts";
import type { Sent } from "../shared/chain-side.ts";
import { type Placed, type Played, sideBySide } from "../shared/side-by-side.ts";
import { look } from "./look.ts";
import { type Cast, type RestakerStand, standUpRestaker } from "./stand.ts";

/** One sequence on both. */
export interface RestakerPair extends Omit<Played<RestakerState, RestakerAction>, "change"> {
  readonly cast: Cast;
}

const WAD = 10n ** 18n;
const PAYABLE = new Set(["exitValidators", "trimValidators"]);
const SEVERAL = new Set(["delegator", "reserve", "strategy"]);
const NO_APPROVAL = ["0x", 0n, `0x${"0".repeat(64)}`] as const;
/** Keys that there are, of which each slot has five at first. */
export const KEYS: readonly Key[] = Array.from({ length: 40 }, (_, nth) => ({
  pubkey: pubkeyOf("restaker", nth).toLowerCase(),
  signature: `0x${"ab".repeat(96)}`,
  depositDataRoot: `0x${"cd".repeat(32)}`,
}));

/** The core's delay at first, in blocks. */
export const DELAY = 3n;
export const LIMITS = {
  minLegAssets: ETH / 10n,
  unwindIntervalSeconds: 3_600n,
  minMagnitudeWad: WAD / 2n,
  reactionBlocks: 2n,
  maxSets: 3n,
  trimToleranceBps: 1_000n,
};
export const FIT = { isOperator: true, hasDelay: true, setsBroken: false, delayBlocks: 12n, sets: 1n };

/**
 * The restaker on both sides, between neighbours that hold what they were told.
 *
 * @param model what plays on the model's side; tests put a flaw into it
 */
export async function openRestakerPairs(
  model = stepRestaker,
): Promise<{ readonly begin: () => Promise<RestakerPair> }> {
  const stand = await standUpRestaker();
  const { cast, deployed, abis, fresh } = stand;
  const several = [
    ...fresh.config.clones.map((at): Placed => ({ at, abi: abis.delegator })),
    ...cast.reserves.map((at): Placed => ({ at, abi: abis.reserve })),
    ...cast.strategies.map((at): Placed => ({ at, abi: abis.strategy })),
  ];
  const { begin } = await sideBySide(
    { ...stand, named: (words) => words.replaceAll(/0x[0-9a-f]{64}/g, (hash) => HASHES.get(hash) ?? hash) },
    {
      fresh,
      step: model,
      sentOf: async (action) => sentTo(stand, action),
      placed: [...Object.values(deployed), ...several],
      look: (m: Restaker) => look(m, cast, { ...deployed, ...abis }),
      beginning: beginningOf(cast, fresh.config.beaconChainEth).map((action) => ({ action, seconds: 12n })),
    },
  );
  return { begin: async () => ({ ...(await begin()), cast }) };
}

/** The model's names for hashes of keys. */
const HASHES: ReadonlyMap<string, string> = new Map(KEYS.map(({ pubkey }) => [keccak256(pubkey), hashOf(pubkey)]));

function sentTo(stand: RestakerStand, { from, contract, function: name, args }: RestakerAction): Sent {
  const isOne = !SEVERAL.has(contract);
  const { at, abi } = isOne
    ? stand.deployed[contract as keyof RestakerStand["deployed"]]
    : { at: args[0] as string, abi: stand.abis[contract as keyof RestakerStand["abis"]] };
  if (name === "multicall") {
    const calls = (args[0] as readonly RestakerAction[]).map((call) => sentTo(stand, call).data);
    return { from, to: at, value: 0n, data: abi.encodeFunctionData(name, [calls]) };
  }
  const [value, rest] = PAYABLE.has(name) ? [args[0] as bigint, args.slice(1)] : [0n, isOne ? args : args.slice(1)];
  // who takes a key says which delegator is asked whether it is free
  const sent = name === "take" ? [...rest, at] : rest;
  return { from, to: at, value, data: abi.encodeFunctionData(name, sent), function: { abi, name } };
}

/** Fit operators, two LSTs with a strategy each, three slots with keys, and idle ETH and LST. */
function beginningOf(cast: Cast, eth: string): RestakerAction[] {
  const { governor, operators, lsts, reserves, strategies } = cast;
  const call = (contract: RestakerAction["contract"], name: string, ...args: unknown[]): RestakerAction => ({
    ...{ from: governor, contract, function: name, args },
  });
  return [
    call("core", "tell", DELAY, false),
    ...operators.flatMap((operator) => [
      call("core", "tellOperator", operator, FIT),
      call("core", "tellOperatorShares", operator, 10n ** 24n),
      ...[eth, ...strategies].map((strategy) => call("core", "tellMagnitude", operator, strategy, WAD)),
    ]),
    ...strategies.map((strategy) => call("strategy", "tell", strategy, 105n, 100n, false)),
    ...reserves.map((reserve) => call("reserve", "tell", reserve, 200n * ETH, (11n * WAD) / 10n, true, false)),
    ...[0, 1].map((nth) => call("vault", "list", lsts[nth], reserves[nth])),
    call("restaker", "setLimits", LIMITS),
    ...[0, 2].map((nth) => call("restaker", "addStrategy", strategies[nth])),
    ...[4_000n, 3_000n, 2_000n].flatMap((weight, nth) => [
      call("restaker", "addSlot", operators[nth], weight, 400n * ETH, ...NO_APPROVAL),
      call("keys", "registerKeys", BigInt(nth), KEYS.slice(5 * nth, 5 * nth + 5)),
    ]),
    call("vault", "tell", { idle: 400n * ETH, reserved: 0n, lockedProfit: 0n, feesOwed: 0n }),
    call("vault", "tellQueue", 0n, 0n, WAD, false),
    call("vault", "syncAll"),
  ];
}
