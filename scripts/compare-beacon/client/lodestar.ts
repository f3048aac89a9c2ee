import { createRequire } from "node:module";

/** What this tool uses of the client, with the client's own names. The packages are typed here and not by themselves: they
 * are in a folder of their own, which is not there when the rest of the repository is checked. */

/** A validator of a state; what is set is written into the state. */
export interface ClientValidator {
  readonly pubkey: Uint8Array;
  readonly withdrawalCredentials: Uint8Array;
  effectiveBalance: number;
  slashed: boolean;
  activationEpoch: number;
  exitEpoch: number;
  withdrawableEpoch: number;
}

interface View<T> {
  readonly length: number;
  get(index: number): T;
  getReadonly(index: number): T;
  set(index: number, value: T): void;
}

export interface ClientState {
  slot: number;
  currentEpochParticipation: unknown;
  readonly validators: View<ClientValidator>;
  readonly balances: View<number>;
  readonly slashings: View<number>;
  readonly pendingDeposits: { readonly length: number };
  readonly pendingConsolidations: { readonly length: number };
  readonly pendingPartialWithdrawals: {
    getAllReadonly(): readonly { readonly amount: bigint; readonly withdrawableEpoch: number }[];
  };
  readonly finalizedCheckpoint: { readonly epoch: number };
  nextWithdrawalValidatorIndex: number;
  readonly config: { getForkSeq(slot: number): number };
  readonly epochCtx: {
    epoch: number;
    totalSlashingsByIncrement: number;
    readonly effectiveBalanceIncrements: Uint16Array;
    readonly totalActiveBalanceIncrements: number;
    afterProcessEpoch(state: ClientState, cache: TransitionCache): void;
  };
  commit(): void;
}

export interface TransitionCache {
  readonly totalActiveStakeByIncrement: number;
  readonly baseRewardPerIncrement: number;
  readonly prevEpochUnslashedStake: Record<
    "sourceStakeByIncrement" | "targetStakeByIncrement" | "headStakeByIncrement",
    number
  >;
}

interface Withdrawal {
  readonly validatorIndex: number;
  readonly amount: bigint;
}

interface SszType {
  defaultValue(): Record<string, unknown>;
  toViewDU(value: unknown): { clone(): unknown };
}

type EpochStep = (state: ClientState, cache: TransitionCache) => unknown;

export interface Lodestar {
  readonly version: string;
  readonly ssz: {
    readonly electra: Record<"BeaconState", SszType>;
    readonly altair: Record<"EpochParticipation", SszType>;
  };
  readonly pubkeyCache: { reset(): void };
  readonly chainConfig: Record<string, unknown>;
  createBeaconConfig(config: Record<string, unknown>, root: Uint8Array): ClientState["config"];
  createCachedBeaconState(view: unknown, immutable: Record<string, unknown>, options: object): ClientState;
  beforeProcessEpoch(state: ClientState, options: object): TransitionCache;
  readonly epoch: Record<
    | "processJustificationAndFinalization"
    | "processInactivityUpdates"
    | "processPendingDeposits"
    | "processPendingConsolidations"
    | "processSlashingsReset",
    EpochStep
  > & {
    processRegistryUpdates(fork: number, state: ClientState, cache: TransitionCache): void;
    processSlashings(state: ClientState, cache: TransitionCache, update: boolean): number[];
    processRewardsAndPenalties(state: ClientState, cache: TransitionCache, slashing: number[]): void;
    processEffectiveBalanceUpdates(fork: number, state: ClientState, cache: TransitionCache): number;
    processParticipationFlagUpdates(state: ClientState): void;
  };
  slashValidator(fork: number, state: ClientState, index: number): void;
  processDepositRequest(fork: number, state: ClientState, request: Record<string, unknown>): void;
  processWithdrawalRequest(fork: number, state: ClientState, request: Record<string, unknown>): void;
  processConsolidationRequest(state: ClientState, request: Record<string, unknown>): void;
  getExpectedWithdrawals(fork: number, state: ClientState): { readonly expectedWithdrawals: readonly Withdrawal[] };
  computeExitEpochAndUpdateChurn(state: ClientState, balance: bigint): number;
  getActivationExitChurnLimit(cache: Record<string, unknown>): number;
  getGloasChurnLimits(config: Record<string, unknown>, increments: number): { exit: number; activation: number };
  interopSecretKey(index: number): {
    sign(root: Uint8Array): { toBytes(): Uint8Array };
    toPublicKey(): { toBytes(): Uint8Array };
  };
  /** What a deposit's signature signs. */
  depositRoot(pubkey: Uint8Array, withdrawalCredentials: Uint8Array, amount: number): Uint8Array;
}

/** Loads the client from the folder's own packages; they must be installed. */
export async function loadLodestar(): Promise<Lodestar> {
  // computed names: the compiler does not look for them
  const load = async (name: string) => (await import(name)) as Record<string, never>;
  const file = (name: string) =>
    load(new URL(`../node_modules/@lodestar/state-transition/lib/${name}.js`, import.meta.url).href);
  const [all, cache, epoch, config, defaults, types, params, keys] = await Promise.all([
    load("@lodestar/state-transition"),
    file("cache/epochTransitionCache"),
    file("epoch/index"),
    load("@lodestar/config"),
    load("@lodestar/config/default"),
    load("@lodestar/types"),
    load("@lodestar/params"),
    load("@chainsafe/lodestar-z/pubkeys"),
  ]);
  const [slash, deposit, withdrawal, consolidation, sweep, epochs, validator, interop, domain, signing] =
    await Promise.all(
      [
        "block/slashValidator",
        "block/processDepositRequest",
        "block/processWithdrawalRequest",
        "block/processConsolidationRequest",
        "block/processWithdrawals",
        "util/epoch",
        "util/validator",
        "util/interop",
        "util/domain",
        "util/signingRoot",
      ].map(file),
    );
  const { ssz } = types as unknown as { ssz: Lodestar["ssz"] & { phase0: Record<"DepositMessage", unknown> } };
  const chainConfig = defaults!.chainConfig as unknown as Record<string, unknown>;
  const manifest = createRequire(new URL("../package.json", import.meta.url));
  const { dependencies } = manifest("./package.json") as { dependencies: Record<string, string> };
  const computeDomain = domain!.computeDomain as unknown as (
    type: unknown,
    version: unknown,
    root: Uint8Array,
  ) => Uint8Array;
  const computeSigningRoot = signing!.computeSigningRoot as unknown as (
    type: unknown,
    message: object,
    domain: Uint8Array,
  ) => Uint8Array;
  const depositDomain = computeDomain(params!.DOMAIN_DEPOSIT, chainConfig.GENESIS_FORK_VERSION, new Uint8Array(32));
  const gathered: Record<string, unknown> = {
    ...all,
    ...cache,
    ...config,
    ...keys,
    ...slash,
    ...deposit,
    ...withdrawal,
    ...consolidation,
    ...sweep,
    ...epochs,
    ...validator,
    ...interop,
    epoch: { ...all, ...epoch },
    ssz,
    chainConfig,
    version: dependencies["@lodestar/state-transition"],
    depositRoot: (pubkey: Uint8Array, withdrawalCredentials: Uint8Array, amount: number) =>
      computeSigningRoot(ssz.phase0.DepositMessage, { pubkey, withdrawalCredentials, amount }, depositDomain),
  };
  return gathered as unknown as Lodestar;
}
