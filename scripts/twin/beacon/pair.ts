import type { BaseContract } from "ethers";
import { consolidationRequestFee } from "../../../model/1-staking/consolidations.ts";
import { newChain } from "../../../model/1-staking/new-chain.ts";
import { depositEpochFor } from "../../../model/1-staking/deposits.ts";
import { exitEpochFor, withdrawalRequestFee } from "../../../model/1-staking/exits.ts";
import type { Chain, ChainState } from "../../../model/1-staking/state.ts";
import { type ChainAction, stepChain } from "../../../model/1-staking/step.ts";
import { sweptThisBlockGwei } from "../../../model/1-staking/sweep.ts";
import { currentEpoch, viewOf } from "../../../model/1-staking/validators.ts";
import { credentialsFor, depositDataFor, pubkeyHashOf, pubkeyOf } from "../../beacon/depositData.ts";
import { ETH, ETH_IN_GWEI } from "../../lib/units.ts";
import { openChainOfAnyTimeAt } from "../../replay/chain/rpc.ts";
import { chainSideOf, type Question } from "../shared/chain-side.ts";
import { Disagreement } from "../shared/disagreement.ts";
import { spell, spellLogged, spellRevert, type Told } from "../shared/spell.ts";

const BEGIN = 1_900_000_000n;
export const START = BEGIN + 86_400n;
const GENESIS = BEGIN - 384n * 20_000n;
/** Whether consolidations have a churn: in a small network they have none. */
const TOTAL_GWEI = { electra: 34_000_000n * ETH_IN_GWEI, gloas: 1_000_000n * ETH_IN_GWEI } as const;
const RESERVE = 60n * ETH;
const PAYABLE = new Set<string>(["deposit", "requestWithdrawal", "requestConsolidation", "fundIssuance"]);
/** Amounts for which both are asked when they would be through. */
const ASKED = [0n, 32n, 300n, 5_000n].map((ether) => ether * ETH_IN_GWEI);

export const KEYS = [0, 1, 2, 3, 4, 5].map((number) => pubkeyOf("twin", number));

/** One sequence on both. */
export interface ChainPair {
  readonly chain: () => Chain;
  /** @throws Disagreement */
  readonly play: (action: ChainAction, timestamp: bigint) => Promise<Told>;
}

/**
 * @param model what plays on the model's side; tests put a flaw into it
 * @returns who takes part, and what begins a sequence
 */
export async function openChainPairs(fork: "electra" | "gloas", model = stepChain) {
  const side = await openChainOfAnyTimeAt(BEGIN);
  const { ethers } = side.connection;
  const [network, alice, bob] = (await ethers.getSigners()).map(({ address }) => address.toLowerCase());
  if (network === undefined || alice === undefined || bob === undefined) throw new Error("three accounts are needed");
  const args = [network, GENESIS, TOTAL_GWEI[fork], fork === "electra" ? 0n : 1n] as const;
  const contract: BaseContract = await ethers.deployContract("BeaconChain", [...args], { value: RESERVE });
  const lens = await ethers.deployContract("Lens");
  for (const account of [network, alice, bob]) await side.setBalance(account, 10n ** 7n * ETH);
  const at = String(contract.target).toLowerCase();
  const abis = new Map([[at, contract.interface]]);
  const onChain = await chainSideOf(side, String(lens.target), abis);
  const hashes = KEYS.map((key) => [pubkeyHashOf(key).toLowerCase(), `hash of ${key}`] as const);
  const named = (words: string): string => hashes.reduce((all, [hash, name]) => all.replaceAll(hash, name), words);
  const config = { at, network, genesisTime: GENESIS, totalActiveBalanceGwei: TOTAL_GWEI[fork] };
  const fresh = newChain(config, fork, RESERVE);
  const firstBlock = await side.blockNumber();
  let snapshot = await side.connection.provider.request({ method: "evm_snapshot" });

  const begin = async (): Promise<ChainPair> => {
    await side.connection.provider.request({ method: "evm_revert", params: [snapshot] });
    snapshot = await side.connection.provider.request({ method: "evm_snapshot" });
    let state: ChainState = fresh;
    let block = { number: firstBlock, timestamp: START };
    const chain = (): Chain => ({ state: { ...state }, block, events: [] });
    return {
      chain,
      async play(action, timestamp) {
        const isPayable = PAYABLE.has(action.function);
        const [value, rest] = isPayable ? [action.args[0] as bigint, action.args.slice(1)] : [0n, [...action.args]];
        // the model takes the data of a deposit for what its root says
        if (action.function === "deposit") rest.push(rootOf(rest as string[], value));
        const data = contract.interface.encodeFunctionData(action.function, rest);
        const called = { abi: contract.interface, name: action.function };
        const theirs = await onChain.play({ from: action.from, to: at, data, value, function: called }, timestamp);
        const next = { number: block.number + 1n, timestamp };
        const outcome = model(state, next, action);
        const ours: Told = outcome.ok
          ? { ok: true, said: spell(outcome.value), events: outcome.events.map((one) => spellLogged(one, abis)) }
          : { ok: false, said: spellRevert(outcome.revert), events: [] };
        const where = `${action.function}(${spell(action.args)}) at ${timestamp}`;
        const told = ({ ok, said, events }: Told) => [String(ok), said, ...events].map(named);
        Disagreement.check(where, ["passes", "says"], told(ours), told(theirs));
        if (!outcome.ok) return theirs;
        ({ state } = outcome);
        block = next;
        const sights = sightsOf(chain());
        const seen = await onChain.look(
          sights.map(([name, args_]): Question => ({ to: at, abi: contract.interface, name, args: args_ })),
          [],
        );
        const names = sights.map(([name, args_]) => `${name}(${spell(args_)})`);
        Disagreement.check(
          `after ${where}`,
          names,
          sights.map(([, , model]) => spell(model)),
          seen.map(named),
        );
        return theirs;
      },
    };
  };
  const sightsOf = (chain: Chain): (readonly [string, readonly unknown[], unknown])[] => [
    ["issuanceReserveWei", [], chain.state.issuanceReserveWei],
    ["validatorCount", [], chain.state.validators.length],
    ["currentEpoch", [], currentEpoch(chain)],
    ["withdrawalRequestFee", [], withdrawalRequestFee(chain)],
    ["consolidationRequestFee", [], consolidationRequestFee(chain)],
    ...ASKED.map((gwei) => ["exitEpochFor", [gwei], exitEpochFor(chain, gwei)] as const),
    ...ASKED.map((gwei) => ["depositEpochFor", [gwei], depositEpochFor(chain, gwei)] as const),
    ...[alice, bob].map((one) => ["sweptThisBlockGwei", [one], sweptThisBlockGwei(chain, one)] as const),
    ...chain.state.validators.map((_, index) => ["validator", [index], viewOf(chain, index)] as const),
  ];
  return { network, alice, bob, begin };
}

/** Credentials of a type, for an account. */
export const credentialsOf = (type: number, account: string): string =>
  credentialsFor(type as 1, account).toLowerCase();

function rootOf([pubkey, credentials]: readonly string[], value: bigint): string {
  return depositDataFor(pubkey as string, credentials as string, value / 10n ** 9n).root;
}

/** The signature that a deposit of a key has here. */
export const signatureOf = (pubkey: string): string =>
  depositDataFor(pubkey, credentialsFor(1, pubkey.slice(0, 42)), 0n).signature;
