import { type Address, emit, ZERO_ADDRESS } from "../../../shared/machine.ts";
import { check, empty } from "../../../shared/revert.ts";
import { min, saturatingSub, sub } from "../../../shared/uint.ts";
import { NEW_SLOT, type ToldSlot } from "./neighbours.ts";
import { reserveOf, type Restaker } from "./restaker.ts";
import { worthOf } from "./strategy-list.ts";
import * as core from "./told-core.ts";
import { isExitable, sharesToUnderlying, underlyingToShares } from "./told-reserves.ts";

/**
 * Delegators with their pods as a restaker meets them: worth what they have in the core, held and queued, by the rates of
 * the moment. What is in the pod and on its way there, what is in doubt and what cannot be read is told.
 */

const GWEI = 10n ** 9n;
const VALIDATOR_ASSETS = 32n * 10n ** 18n;

export const toldSlot = ({ state }: Restaker, at: Address): ToldSlot => state.neighbours.delegators.get(at) ?? empty();

export function tellSlot(m: Restaker, at: Address, told: Partial<ToldSlot>): void {
  const { neighbours } = m.state;
  m.state.neighbours = { ...neighbours, delegators: neighbours.delegators.set(at, { ...toldSlot(m, at), ...told }) };
}

export function initialize({ state }: Restaker, at: Address): void {
  state.neighbours = { ...state.neighbours, delegators: state.neighbours.delegators.set(at, NEW_SLOT) };
}

// --- what a restaker has it do ----------------------------------------------------------------------------------------

export const depositTokens = (m: Restaker, at: Address, strategy: Address, amount: bigint): void =>
  core.deposit(m, at, strategy, underlyingToShares(m, strategy, amount));

export function stake(m: Restaker, at: Address, pubkey: string): void {
  useKey(m, pubkey);
  core.deposit(m, at, m.state.config.beaconChainEth, VALIDATOR_ASSETS);
  tellSlot(m, at, { validators: toldSlot(m, at).validators.set(pubkey, VALIDATOR_ASSETS / GWEI) });
}

/** @returns wei of the token; nothing as shares */
export function complete(
  m: Restaker,
  at: Address,
  withdrawal: { readonly nonce: bigint; readonly strategies: readonly Address[] },
  asTokens: boolean,
  takeBack: (assets: bigint) => void,
): bigint {
  const [shares = 0n] = core.complete(m, at, withdrawal.nonce, asTokens);
  if (!asTokens) return 0n;
  const [strategy = ZERO_ADDRESS] = withdrawal.strategies;
  if (strategy !== m.state.config.beaconChainEth) return sharesToUnderlying(m, strategy, shares);
  tellSlot(m, at, { podGwei: sub(toldSlot(m, at).podGwei, shares / GWEI) });
  takeBack(shares);
  return shares;
}

export function exitValidators(
  m: Restaker,
  at: Address,
  value: bigint,
  pubkeys: readonly string[],
  refundTo: Address,
): void {
  const gwei = pubkeys.reduce((sum, pubkey) => sum + restakedGwei(m, at, pubkey), 0n);
  tellSlot(m, at, { leavingAssets: toldSlot(m, at).leavingAssets + gwei * GWEI });
  emit(m, at, "ExitsAsked", { count: pubkeys.length, value, refundTo });
}

export function useKey(m: Restaker, pubkey: string): void {
  core.tellCore(m, { usedKeys: core.coreOf(m).usedKeys.set(pubkey, true) });
}

// --- what it says -----------------------------------------------------------------------------------------------------

export const isKeyFree = (m: Restaker, pubkey: string): boolean => !core.coreOf(m).usedKeys.has(pubkey);

export const restakedGwei = (m: Restaker, at: Address, pubkey: string): bigint =>
  toldSlot(m, at).validators.get(pubkey) ?? 0n;

export const isInDoubt = (m: Restaker, at: Address, strategy: Address): boolean => toldSlot(m, at).doubts.has(strategy);

export const inPod = (m: Restaker, at: Address): bigint => toldSlot(m, at).podGwei * GWEI;

export const canLeave = (m: Restaker, at: Address): boolean =>
  core.sharesOf(m, at, m.state.config.beaconChainEth) <= core.operatorSharesOf(m, core.delegatedTo(m, at));

/** Whether it has deposit shares of the strategy, or a withdrawal that names it, worth something or not. */
export const holds = (m: Restaker, at: Address, strategy: Address): boolean =>
  core.depositsOf(m, at, strategy) !== 0n ||
  core.rootsOf(m, at).some((root) => core.withdrawalOf(m, root)!.strategies.includes(strategy));

export const restaked = (
  m: Restaker,
  at: Address,
  strategy: Address,
): { readonly deposits: bigint; readonly assets: bigint } => ({
  deposits: core.depositsOf(m, at, strategy),
  assets: assetsOf(m, at, strategy, core.sharesOf(m, at, strategy)),
});

/** ETH in the pod that no queued withdrawal takes. */
export const freePodAssets = (m: Restaker, at: Address): bigint =>
  saturatingSub(inPod(m, at), queuedOf(m, at, m.state.config.beaconChainEth));

export function slotValue(m: Restaker, at: Address): bigint {
  check(!toldSlot(m, at).broken, "Broken");
  return m.state.strategies.reduce(
    (sum, strategy) => sum + assetsOf(m, at, strategy, core.sharesOf(m, at, strategy) + queuedOf(m, at, strategy)),
    0n,
  );
}

/** Token stake that stays, with what of it is stuck; native stake that stays; and what is on its way out. */
export interface Flows {
  readonly tokens: bigint;
  readonly native: bigint;
  readonly exiting: bigint;
  readonly stuck: bigint;
}

export const NO_FLOWS: Flows = { tokens: 0n, native: 0n, exiting: 0n, stuck: 0n };

export function flowsOf(m: Restaker, at: Address): Flows {
  const { broken, leavingAssets } = toldSlot(m, at);
  const eth = m.state.config.beaconChainEth;
  check(!broken, "Broken");
  let [tokens, exiting, stuck] = [0n, 0n, 0n];
  for (const strategy of m.state.strategies.slice(1)) {
    const held = assetsOf(m, at, strategy, core.sharesOf(m, at, strategy));
    tokens += held;
    if (isExitable(m, reserveOf(m, strategy))) exiting += assetsOf(m, at, strategy, queuedOf(m, at, strategy));
    else stuck += held;
  }
  const all = core.sharesOf(m, at, eth) + queuedOf(m, at, eth);
  const leaving = min(all, inPod(m, at) + leavingAssets);
  return { tokens, native: all - leaving, exiting: exiting + leaving, stuck };
}

const queuedOf = (m: Restaker, at: Address, strategy: Address): bigint =>
  core.rootsOf(m, at).reduce((sum, root) => {
    const { strategies } = core.withdrawalOf(m, root)!;
    const own = core.queuedShares(m, root).filter((_, nth) => strategies[nth] === strategy);
    return own.reduce((all, shares) => all + shares, sum);
  }, 0n);

/** What is in doubt counts nothing. */
function assetsOf(m: Restaker, at: Address, strategy: Address, shares: bigint): bigint {
  if (strategy === m.state.config.beaconChainEth) return shares;
  return shares === 0n || isInDoubt(m, at, strategy) ? 0n : worthOf(m, strategy, shares).assets;
}
