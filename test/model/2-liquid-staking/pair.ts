import type { BaseContract, Interface } from "ethers";
import { balanceOf as wrappedOf } from "../../../model/shared/erc20.ts";
import type { Block, Machine } from "../../../model/shared/machine.ts";
import type { Revert } from "../../../model/shared/revert.ts";
import { newPool, type PoolState } from "../../../model/2-liquid-staking/pool.ts";
import * as token from "../../../model/2-liquid-staking/rebasing-shares.ts";
import { reportOverdue } from "../../../model/2-liquid-staking/staked-ether.ts";
import { type PoolAction, stepPool } from "../../../model/2-liquid-staking/step.ts";
import * as queue from "../../../model/2-liquid-staking/unstaking-queue.ts";
import { ALL, BOOTSTRAP, BATCH_INTERVAL, deployPool, REPORT_AGE } from "../../2-liquid-staking/pool.ts";

const FEE_BPS = 1_000n;
const SLOT_SECONDS = 12n;
const GAS = 6_000_000n;
/** What two of the three people stake at the beginning; half of it they wrap. */
const OWN = 20n * 10n ** 18n;

type Deployed = Awaited<ReturnType<typeof deployPool>>;

/** What a step came to, in words that are the same on both sides. */
export interface Told {
  readonly ok: boolean;
  /** What it returned, or its error with arguments. */
  readonly said: string;
  readonly events: readonly string[];
}

/** A pool on a chain and in the model, after the same beginning. */
export interface PoolPair {
  readonly people: readonly string[];
  readonly guardian: string;
  readonly state: () => PoolState;
  readonly block: () => Block;
  /** Plays a call on both. `value` is ether sent with it. */
  readonly play: (action: PoolAction, value?: bigint) => Promise<{ readonly model: Told; readonly chain: Told }>;
  /** A report, and where wanted a fill in the same block. */
  readonly report: (fill: boolean) => Promise<{ readonly model: Told; readonly chain: Told }>;
  readonly donate: (wei: bigint) => Promise<void>;
  /** A validator loses so much. */
  readonly penalize: (gwei: bigint) => Promise<void>;
  readonly advance: (epochs: bigint) => Promise<void>;
  /** The next step falls on this second. */
  readonly waitUntil: (timestamp: bigint) => void;
  /** Everything that can be seen, on each side. */
  readonly read: () => Promise<{ readonly model: object; readonly chain: object }>;
}

/** @returns what begins a sequence: both sides go back to where four validators have just become active */
export async function openPoolPair(): Promise<{ readonly begin: () => Promise<PoolPair> }> {
  const pool = await deployPool();
  const { provider, stEth, wstEth, queue: exits, ethers, alice, bob, carol } = pool;
  const people = [alice, bob, carol];
  await pool.stakeActive(4n);
  const most = ethers.MaxUint256;
  for (const person of people) {
    await stEth.connect(person).approve(wstEth, most);
    await stEth.connect(person).approve(exits, most);
    await wstEth.connect(person).approve(exits, most);
  }
  for (const person of [bob, carol]) {
    await stEth.connect(person).submit(ethers.ZeroAddress, { value: OWN });
    await wstEth.connect(person).wrap(OWN / 2n);
  }
  const start = await startOf(pool);
  let snapshot = await provider.request({ method: "evm_snapshot" });
  return {
    async begin() {
      await provider.request({ method: "evm_revert", params: [snapshot] });
      snapshot = await provider.request({ method: "evm_snapshot" });
      return pairOf(pool, start);
    },
  };
}

const lower = (address: unknown): string => String(address).toLowerCase();

/** The model after the same deposits and approvals. */
async function startOf(pool: Deployed): Promise<PoolState> {
  const { stEth, wstEth, queue: exits, guardian, treasury, alice, bob, carol, ethers } = pool;
  const at = { stEth: lower(stEth.target), wstEth: lower(wstEth.target), queue: lower(exits.target) };
  const config = {
    ...at,
    guardian: lower(guardian.address),
    treasury: lower(treasury.address),
    feeBps: FEE_BPS,
    maxReportAgeSeconds: REPORT_AGE,
    batchIntervalSeconds: BATCH_INTERVAL,
  };
  const block = { number: 0n, timestamp: 0n };
  let state = newPool(config, BOOTSTRAP, await stEth.lastReportTimestamp());
  const play = (from: string, contract: PoolAction["contract"], name: string, ...args: unknown[]) => {
    const outcome = stepPool(state, block, { from: lower(from), contract, function: name, args });
    if (!outcome.ok) throw outcome.revert;
    ({ state } = outcome);
  };
  play(alice.address, "stEth", "submit", 128n * 10n ** 18n, lower(ethers.ZeroAddress));
  play(alice.address, "stEth", "stakeBuffered", 4n, 8n);
  for (const { address } of [alice, bob, carol]) {
    play(address, "stEth", "approve", at.wstEth, ethers.MaxUint256);
    play(address, "stEth", "approve", at.queue, ethers.MaxUint256);
    play(address, "wstEth", "approve", at.queue, ethers.MaxUint256);
  }
  for (const { address } of [bob, carol]) {
    play(address, "stEth", "submit", OWN, lower(ethers.ZeroAddress));
    play(address, "wstEth", "wrap", OWN / 2n);
  }
  return state;
}

function pairOf(pool: Deployed, start: PoolState): PoolPair {
  const { provider, stEth, wstEth, queue: exits, ethers, guardian, alice, bob, carol } = pool;
  const contracts: Record<PoolAction["contract"], BaseContract> = { stEth, wstEth, queue: exits };
  const people = [alice, bob, carol].map(({ address }) => lower(address));
  const abis = new Map(Object.values(contracts).map((one) => [lower(one.target), one.interface]));
  let state = start;
  let block: Block = { number: 0n, timestamp: 0n };

  const now = async () => BigInt((await ethers.provider.getBlock("latest"))?.timestamp ?? 0);
  let due: bigint | undefined;
  const next = async (): Promise<void> => {
    const timestamp = due ?? (await now()) + SLOT_SECONDS;
    due = undefined;
    await provider.request({ method: "evm_setNextBlockTimestamp", params: [`0x${timestamp.toString(16)}`] });
    block = { number: 0n, timestamp };
  };
  const onModel = (action: PoolAction): Told => {
    const outcome = stepPool(state, block, action);
    ({ state } = outcome);
    if (!outcome.ok) return { ok: false, said: spellRevert(outcome.revert), events: [] };
    const events = outcome.events.map(({ at, event, args }) => {
      const inputs = abis.get(at)?.getEvent(event)?.inputs ?? [];
      return `${at} ${event}(${inputs.map(({ name }) => spell(args[name])).join()})`;
    });
    return { ok: true, said: spell(outcome.value ?? ""), events };
  };
  const logsOf = (logs: readonly { address: string; topics: readonly string[]; data: string }[]): string[] =>
    logs.flatMap(({ address, topics, data }) => {
      const found = abis.get(lower(address))?.parseLog({ topics: [...topics], data });
      return found == null ? [] : [`${lower(address)} ${found.name}(${[...found.args].map(spell).join()})`];
    });

  return {
    people,
    guardian: lower(guardian.address),
    state: () => state,
    block: () => block,
    async play({ from, contract, function: name, args }, value = 0n) {
      await next();
      const target = contracts[contract];
      const sent = value === 0n && name !== "submit" && name !== "receive" ? args : args.slice(1);
      const data = name === "receive" ? "0x" : target.interface.encodeFunctionData(name, sent);
      const call = { from, to: target.target as string, data, value: `0x${value.toString(16)}`, gas: "0x5b8d80" };
      const chain = await onChain(pool, target.interface, name, call, logsOf);
      return { model: onModel({ from, contract, function: name, args }), chain };
    },
    async report(fill) {
      await next();
      await provider.request({ method: "evm_setAutomine", params: [false] });
      const sent = [await stEth.report(ALL, { gasLimit: GAS })];
      if (fill) sent.push(await exits.fill(10n, { gasLimit: GAS }));
      await provider.request({ method: "evm_mine", params: [] });
      await provider.request({ method: "evm_setAutomine", params: [true] });
      const receipts = await Promise.all(sent.map(({ hash }) => ethers.provider.getTransactionReceipt(hash)));
      const logs = receipts.flatMap((receipt) => receipt?.logs ?? []);
      const begun = logs.map((log) => stEth.interface.parseLog(log)).find((log) => log?.name === "ReportStarted");
      const seen = {
        root: String(begun?.args.root),
        count: BigInt(begun?.args.validators ?? 0),
        balancesWei: await stEth.validatorsEther(),
        exitingWei: await stEth.exitingEther(),
      };
      const from = people[0] as string;
      const told = [onModel({ from, contract: "stEth", function: "report", args: [seen] })];
      if (fill) told.push(onModel({ from, contract: "queue", function: "fill", args: [10n] }));
      const both = (ok: boolean, events: readonly string[]): Told => ({ ok, said: "", events });
      return {
        model: both(
          told.every(({ ok }) => ok),
          told.flatMap(({ events }) => events),
        ),
        chain: both(
          receipts.every((receipt) => receipt?.status === 1),
          logsOf(logs),
        ),
      };
    },
    async donate(wei) {
      const at = stEth.target as string;
      const balance = (await ethers.provider.getBalance(at)) + wei;
      await provider.request({ method: "hardhat_setBalance", params: [at, `0x${balance.toString(16)}`] });
      state = { ...state, ether: state.ether.set(state.config.stEth, balance) };
    },
    async penalize(gwei) {
      const [staying] = await stEth.validators();
      await pool.chain.connect(pool.authority).reportPenalty(staying[0] ?? 0n, gwei);
    },
    async advance(epochs) {
      await pool.advance(epochs);
    },
    waitUntil(timestamp) {
      due = timestamp;
    },
    async read() {
      block = { number: 0n, timestamp: await now() };
      const watched = [...people, state.config.treasury, state.config.queue, state.config.wstEth];
      return { model: readModel({ state, block, events: [] }, watched), chain: await readChain(pool, watched) };
    },
  };
}

async function onChain(
  { provider, ethers, stEth, wstEth, queue: exits }: Deployed,
  abi: Interface,
  name: string,
  call: { from: string; to: string; data: string; value: string; gas: string },
  logsOf: (logs: readonly { address: string; topics: readonly string[]; data: string }[]) => string[],
): Promise<Told> {
  let said: string;
  let ok = true;
  try {
    const answer = (await provider.request({ method: "eth_call", params: [call, "pending"] })) as string;
    const outputs = name === "receive" ? [] : abi.decodeFunctionResult(name, answer);
    said = outputs.length === 0 ? "" : spell(outputs[0]);
  } catch (error) {
    ok = false;
    said = spellError([stEth.interface, wstEth.interface, exits.interface], revertData(error));
  }
  const hash = (await provider.request({ method: "eth_sendTransaction", params: [call] }).catch(hashOf)) as string;
  const receipt = await ethers.provider.getTransactionReceipt(hash);
  if ((receipt?.status === 1) !== ok) throw new Error(`the receipt of ${name} contradicts the call`);
  return { ok, said, events: logsOf(receipt?.logs ?? []) };
}

/** A node throws when a transaction that it has mined reverts, with its hash. */
function hashOf(error: unknown): string {
  for (let at = error; typeof at === "object" && at !== null;) {
    const { transactionHash, data, cause } = at as { transactionHash?: string; data?: unknown; cause?: unknown };
    if (typeof transactionHash === "string") return transactionHash;
    at = typeof data === "object" && data !== null ? data : cause;
  }
  throw error;
}

function revertData(error: unknown): string {
  for (let at = error; typeof at === "object" && at !== null;) {
    const { data, cause } = at as { data?: unknown; cause?: unknown };
    if (typeof data === "string") return data;
    at = typeof data === "object" && data !== null ? data : cause;
  }
  throw error;
}

/** Errors of one contract come through another. */
function spellError(abis: readonly Interface[], data: string): string {
  const found = abis.map((abi) => abi.parseError(data)).find((one) => one !== null);
  return found === undefined ? data : `${found.name}(${[...found.args].map(spell).join()})`;
}

const spellRevert = ({ error, args }: Revert): string => `${error}(${args.map(spell).join()})`;

const spell = (value: unknown): string => String(value).toLowerCase();

function readModel(pool: Machine<PoolState>, watched: readonly string[]): object {
  const { state } = pool;
  const ids = Array.from({ length: Number(state.lastRequestId) }, (_, index) => BigInt(index + 1));
  const numbers = Array.from({ length: Number(state.openBatch) }, (_, index) => BigInt(index + 1));
  return plain({
    totals: [state.totalShares, state.bufferedEther, state.validatorsEther, state.exitingEther],
    report: [state.lastReportTimestamp, reportOverdue(pool), state.poolPaused, state.queuePaused],
    holders: watched.map((one) => [
      token.sharesOf(pool, one),
      token.balanceOf(pool, one),
      wrappedOf(pool, state.config.wstEth, one),
    ]),
    allowances: pairs(watched).map(([owner, spender]) => token.allowance(pool, owner, spender)),
    ether: [state.config.stEth, state.config.queue].map((one) => state.ether.get(one) ?? 0n),
    queue: [state.openBatch, state.firstUnfilled, state.lastClose, state.lastRequestId, state.lockedWei],
    waiting: queue.unfilledShares(pool),
    requests: ids.map((id) => {
      const { owner, shares, batch, claimedWei } = queue.getRequest(pool, id);
      return [owner, shares, batch, claimedWei, queue.claimable(pool, id), queue.worthOf(pool, id)];
    }),
    batches: numbers.map((number) => Object.values(queue.getBatch(pool, number))),
  });
}

async function readChain(
  { stEth, wstEth, queue: exits, ethers }: Deployed,
  watched: readonly string[],
): Promise<object> {
  const [openBatch, lastRequestId] = [await exits.openBatch(), await exits.lastRequestId()];
  const ids = Array.from({ length: Number(lastRequestId) }, (_, index) => BigInt(index + 1));
  const numbers = Array.from({ length: Number(openBatch) }, (_, index) => BigInt(index + 1));
  const all = <T>(list: readonly T[], of: (one: T) => Promise<unknown>) => Promise.all(list.map(of));
  return plain({
    totals: await Promise.all([
      stEth.getTotalShares(),
      stEth.bufferedEther(),
      stEth.validatorsEther(),
      stEth.exitingEther(),
    ]),
    report: await Promise.all([stEth.lastReportTimestamp(), stEth.reportOverdue(), stEth.isPaused(), exits.isPaused()]),
    holders: await all(watched, (one) =>
      Promise.all([stEth.sharesOf(one), stEth.balanceOf(one), wstEth.balanceOf(one)]),
    ),
    allowances: await all(pairs(watched), ([owner, spender]) => stEth.allowance(owner, spender)),
    ether: await all([stEth.target, exits.target], (one) => ethers.provider.getBalance(one)),
    queue: [openBatch, await exits.firstUnfilled(), await exits.lastClose(), lastRequestId, await exits.lockedWei()],
    waiting: [...(await exits.unfilledShares())],
    requests: await all(ids, async (id) => {
      const { owner, shares, batch, claimedWei } = await exits.getRequest(id);
      return [owner, shares, batch, claimedWei, await exits.claimable(id), await exits.worthOf(id)];
    }),
    batches: await all(numbers, async (number) => [...(await exits.getBatch(number))]),
  });
}

/** Those of the first three people, to one another. */
const pairs = (watched: readonly string[]): (readonly [string, string])[] =>
  watched.slice(0, 3).flatMap((owner) => watched.slice(0, 3).map((spender) => [owner, spender] as const));

const plain = (tree: object): object =>
  JSON.parse(
    JSON.stringify(tree, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)).toLowerCase(),
  );
