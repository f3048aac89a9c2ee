import { Signature } from "ethers";
import { pubkeyHashOf as nameOfKey } from "../../../model/1-staking/deposits.ts";
import { newChain } from "../../../model/1-staking/new-chain.ts";
import { newPool, type Pool } from "../../../model/2-liquid-staking/pool.ts";
import { nonceOf, permitDigest } from "../../../model/2-liquid-staking/permits.ts";
import { type PoolAction, stepPool } from "../../../model/2-liquid-staking/step.ts";
import { recover, signatureOf, SOMEBODY_ELSE } from "../../../model/shared/signature.ts";
import { credentialsFor, depositDataFor, pubkeyHashOf, pubkeyOf } from "../../beacon/depositData.ts";
import { ETH, ETH_IN_GWEI } from "../../lib/units.ts";
import { openChainOfAnyTimeAt } from "../../replay/chain/rpc.ts";
import { chainSideOf } from "../shared/chain-side.ts";
import { Disagreement } from "../shared/disagreement.ts";
import { spell, spellLogged, spellRevert, type Told } from "../shared/spell.ts";
import { type Contract, type Deployed, sightsOf } from "./look.ts";

const BEGIN = 1_900_000_000n;
const GENESIS = BEGIN - 384n * 20_000n;
const TOTAL_GWEI = 1_000_000n * ETH_IN_GWEI;
const RESERVE = 100n * ETH;
const BOOTSTRAP = 10n ** 15n;
const BATCH_INTERVAL = 3_600n;
const REPORT_AGE = 36n * 3_600n;
/** What two of the three people stake at the beginning; half of it they wrap. */
const OWN = 20n * ETH;
const ZERO = `0x${"0".repeat(40)}`;
const MOST = 2n ** 256n - 1n;
const PERMIT = ["owner", "spender", "value", "nonce", "deadline"].map((name, index) => ({
  name,
  type: index < 2 ? "address" : "uint256",
}));

const PAYABLE = new Set(["submit", "exitForQueue", "returnDust", "receive", "deposit", "requestWithdrawal"]);
/** Whoever is recovered from what he has not signed. */
const RECOVERED = /InvalidSigner\((0x[0-9a-f]{40}),/;

type Places = { readonly wstEth: string; readonly queue: string };

interface Cast {
  readonly people: readonly string[];
  readonly guardian: string;
  readonly curator: string;
  readonly network: string;
}

/** One sequence on both. */
export interface PoolPair extends Cast {
  /** As the model has it, at a time. */
  readonly pool: () => Pool;
  /** Plays a call in a block so much later. @throws Disagreement */
  readonly play: (action: PoolAction, seconds: bigint) => Promise<Told>;
  /** Ether is forced upon the pool. */
  readonly donate: (wei: bigint) => Promise<void>;
}

/** Keys that the curator lists: with the signatures that deposits of them carry. */
export const keysOf = (from: number, count: number) => {
  const pubkeys = Array.from({ length: count }, (_, nth) => pubkeyOf("twin", from + nth).toLowerCase());
  return { pubkeys, signatures: pubkeys.map(signatureFor) };
};

/** The signature that a deposit of a key has here. */
export const signatureFor = (pubkey: string): string =>
  depositDataFor(pubkey, credentialsFor(1, pubkey.slice(0, 42)), 0n).signature.toLowerCase();

/** Permits as the model signs them. */
export function signPermit(pool: Pool, token: string, signer: string, nonceAhead: bigint, args: readonly unknown[]) {
  const [owner, spender, value, deadline] = args as [string, string, bigint, bigint];
  return signatureOf(
    signer,
    permitDigest(token, owner, spender, value, nonceOf(pool, token, owner) + nonceAhead, deadline),
  );
}

/**
 * Pool and model after the same beginning: four validators that run, two more holders, every allowance.
 *
 * @param model what plays on the model's side; tests put a flaw into it
 */
export async function openPoolPairs(model = stepPool): Promise<{ readonly begin: () => Promise<PoolPair> }> {
  const side = await openChainOfAnyTimeAt(BEGIN);
  const { ethers, provider } = side.connection;
  const signers = (await ethers.getSigners()).slice(0, 7);
  const [network, guardian, curator, treasury, ...people] = signers.map(({ address }) => address.toLowerCase()) as [
    string,
    string,
    string,
    string,
    ...string[],
  ];
  const beacon = await ethers.deployContract("BeaconChain", [network, GENESIS, TOTAL_GWEI, 0n], { value: RESERVE });
  const args = [beacon.target, guardian, curator, treasury, 1_000n, REPORT_AGE, BATCH_INTERVAL] as const;
  await side.setNextTime(BEGIN + 3_600n);
  const stEth = await ethers.deployContract("StakedEther", [...args], { value: BOOTSTRAP });
  const wstEth = await ethers.getContractAt("WrappedStakedEther", await stEth.wrapper());
  const queue = await ethers.getContractAt("UnstakingQueue", await stEth.queue());
  const lens = await ethers.deployContract("Lens");
  const placed = { stEth, wstEth, queue, rungOne: beacon };
  const deployed = Object.fromEntries(
    Object.entries(placed).map(([name, one]) => [name, { at: String(one.target).toLowerCase(), abi: one.interface }]),
  ) as unknown as Deployed;
  const abis = new Map(Object.values(deployed).map(({ at, abi }) => [at, abi]));
  const onChain = await chainSideOf(side, String(lens.target), abis);
  for (const account of [network, guardian, curator, ...people]) await side.setBalance(account, 10n ** 7n * ETH);

  const atStEth = deployed.stEth.at;
  const config = { at: deployed.rungOne.at, network, genesisTime: GENESIS, totalActiveBalanceGwei: TOTAL_GWEI };
  const deployedAt = await stEth.lastReportTimestamp();
  let state = newPool(
    {
      ...{ stEth: atStEth, wstEth: deployed.wstEth.at, queue: deployed.queue.at, guardian, curator, treasury },
      ...{ feeBps: 1_000n, maxReportAgeSeconds: REPORT_AGE, batchIntervalSeconds: BATCH_INTERVAL },
    },
    newChain(config, "electra", RESERVE),
    BOOTSTRAP,
    deployedAt,
  );
  let block = { number: await side.blockNumber(), timestamp: BEGIN + 86_400n };
  const pool = (): Pool => ({ state: { ...state }, block, events: [] });

  // a key's hash by the name that the model has for it, and whoever signed nothing
  const hashes = new Map<string, string>();
  const named = (words: string): string => {
    const known = words.replaceAll(/0x[0-9a-f]{64}/g, (hash) => hashes.get(hash) ?? hash);
    return known.replace(RECOVERED, (all, signer: string) =>
      people.includes(signer) ? all : all.replace(signer, SOMEBODY_ELSE),
    );
  };
  const noteKey = (pubkey: string) => hashes.set(pubkeyHashOf(pubkey).toLowerCase(), nameOfKey(pubkey));

  const signed = async (contract: Contract, given: readonly unknown[]): Promise<unknown[]> => {
    const [owner, spender, value, deadline, signature] = given as [string, string, bigint, bigint, string];
    const token = deployed[contract].at;
    const [signer, nonce] = signedBy(signature);
    const name = contract === "stEth" ? "Staked Ether" : "Wrapped Staked Ether";
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name, version: "1", chainId, verifyingContract: token };
    const bytes = await signers
      .find(({ address }) => address.toLowerCase() === signer)!
      .signTypedData(domain, { Permit: PERMIT }, { owner, spender, value, nonce, deadline });
    const { v, r, s } = Signature.from(bytes);
    return [owner, spender, value, deadline, v, r, s];
  };

  /** A call as the chain takes it. */
  const sentOf = async ({ from, contract, function: name, args: given }: PoolAction) => {
    const { at, abi } = deployed[contract];
    const [value, rest] = PAYABLE.has(name) ? [given[0] as bigint, given.slice(1)] : [0n, [...given]];
    if (name === "receive") return { from, to: at, data: "0x", value };
    if (name === "deposit") {
      const [pubkey, credentials] = rest as [string, string];
      noteKey(pubkey);
      rest.push(depositDataFor(pubkey, credentials, value / 10n ** 9n).root);
    }
    if (name === "registerKeys") for (const pubkey of rest[0] as string[]) if (pubkey.length === 98) noteKey(pubkey);
    const sent = name === "permit" ? await signed(contract, rest) : rest;
    return { from, to: at, data: abi.encodeFunctionData(name, sent), value, function: { abi, name } };
  };

  const play = async (action: PoolAction, seconds: bigint): Promise<Told> => {
    const next = { number: block.number + 1n, timestamp: block.timestamp + seconds };
    const theirs = await onChain.play(await sentOf(action), next.timestamp);
    const outcome = model(state, next, action);
    const ours: Told = outcome.ok
      ? { ok: true, said: spell(outcome.value), events: outcome.events.map((one) => spellLogged(one, abis)) }
      : { ok: false, said: spellRevert(outcome.revert), events: [] };
    const where = `${action.contract}.${action.function}(${spell(action.args)}) by ${action.from} at ${next.timestamp}`;
    const told = ({ ok, said, events }: Told) => [String(ok), said, ...events].map(named);
    Disagreement.check(where, ["passes", "says"], told(ours), told(theirs));
    if (!outcome.ok) return ours;
    ({ state } = outcome);
    block = next;
    await agree(`after ${where}`);
    return ours;
  };
  const agree = async (at: string): Promise<void> => {
    const { questions, accounts, names, model } = sightsOf(pool(), people, deployed);
    Disagreement.check(at, names, model, (await onChain.look(questions, accounts)).map(named));
  };
  const donate = async (wei: bigint): Promise<void> => {
    const balance = (state.ether.get(atStEth) ?? 0n) + wei;
    await side.setBalance(atStEth, balance);
    state = { ...state, ether: state.ether.set(atStEth, balance) };
  };

  const places = { wstEth: deployed.wstEth.at, queue: deployed.queue.at };
  for (const { action, seconds } of beginningOf({ people, curator, at: places })) {
    const { ok, said } = await play(action, seconds);
    if (!ok) throw new Error(said);
  }

  const start = { state, block };
  let snapshot = await provider.request({ method: "evm_snapshot" });
  return {
    async begin() {
      await provider.request({ method: "evm_revert", params: [snapshot] });
      snapshot = await provider.request({ method: "evm_snapshot" });
      ({ state, block } = start);
      return { people, guardian, curator, network, pool, play, donate };
    },
  };
}

/** What every sequence begins with: four validators that run, two more holders, every allowance, a report. */
export function beginningOf({ people, curator, at }: Pick<Cast, "people" | "curator"> & { readonly at: Places }) {
  const by = (from: string, contract: Contract, name: string, ...args: unknown[]): PoolAction =>
    ({ from, contract, function: name, args }) as PoolAction;
  const alice = people[0] as string;
  const { pubkeys, signatures } = keysOf(0, 8);
  const actions = [
    by(curator, "stEth", "registerKeys", pubkeys, signatures),
    by(alice, "stEth", "submit", 128n * ETH, ZERO),
    by(alice, "stEth", "stakeBuffered", 4n),
    ...people.flatMap((one) => [
      by(one, "stEth", "approve", at.wstEth, MOST),
      by(one, "stEth", "approve", at.queue, MOST),
      by(one, "wstEth", "approve", at.queue, MOST),
    ]),
    ...people.slice(1).flatMap((one) => [by(one, "stEth", "submit", OWN, ZERO), by(one, "wstEth", "wrap", OWN / 2n)]),
  ];
  return [
    ...actions.map((action) => ({ action, seconds: 12n })),
    { action: by(alice, "stEth", "report", MOST), seconds: 4_224n },
  ];
}

/** Who has signed, and which number of his. */
function signedBy(signature: string): readonly [string, bigint] {
  const digest = signature.slice(signature.indexOf(": ") + 2);
  return [recover(digest, signature), BigInt(digest.split(" ").at(-2) as string)];
}

export type { Contract };
