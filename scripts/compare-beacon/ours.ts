import type { NetworkConnection } from "hardhat/types/network";
import { credentialsFor, depositDataFor, pubkeyHashOf, pubkeyOf } from "../beacon/depositData.ts";
import { START_EPOCH } from "./client/network.ts";
import { GWEI } from "../lib/units.ts";

const EPOCH_SECONDS = 384n;
const SLOT_SECONDS = 12n;
const SENT_TOGETHER = { value: 10_000n, gasLimit: 600_000n };
export const FAR_FUTURE = 2n ** 64n - 1n;

export type Connection = NetworkConnection<"generic">;
export type Contract = Awaited<ReturnType<typeof deploy>>;

async function deploy({ ethers }: Connection, genesis: bigint, totalEther: number, fork: number) {
  const [network] = await ethers.getSigners();
  return ethers.deployContract("BeaconChain", [network!.address, genesis, BigInt(totalEther) * GWEI, fork], {
    value: 10n ** 25n,
  });
}

/** Rung 1 on the embedded chain, in the same epoch as the client's state, with one owner of everything. */
export class Ours {
  readonly chain: Contract;
  readonly #connection: Connection;
  readonly #genesis: bigint;
  readonly #owner: string;
  #next = 0n;

  private constructor(connection: Connection, chain: Contract, genesis: bigint, owner: string) {
    this.#connection = connection;
    this.chain = chain;
    this.#genesis = genesis;
    this.#owner = owner;
  }

  static async open(connection: Connection, totalEther: number, fork = 0): Promise<Ours> {
    const { ethers, networkHelpers } = connection;
    const [owner] = await ethers.getSigners();
    await networkHelpers.setBalance(owner!.address, 10n ** 28n);
    const genesis = BigInt(await networkHelpers.time.latest()) - BigInt(START_EPOCH) * EPOCH_SECONDS;
    return new Ours(connection, await deploy(connection, genesis, totalEther, fork), genesis, owner!.address);
  }

  /** What is sent next is in this slot, or later if time has passed it. */
  async at(epoch: number, slot: number): Promise<void> {
    const asked = this.#genesis + BigInt(epoch) * EPOCH_SECONDS + BigInt(slot) * SLOT_SECONDS;
    const latest = BigInt(await this.#connection.networkHelpers.time.latest());
    this.#next = asked > latest ? asked : latest + 1n;
    await this.#connection.networkHelpers.time.setNextBlockTimestamp(this.#next);
  }

  async deposit(number: number, type: 1 | 2, gwei: number): Promise<bigint> {
    const data = depositDataFor(pubkeyOf("compare", number), credentialsFor(type, this.#owner), BigInt(gwei));
    await this.chain.deposit(data.pubkey, data.credentials, data.signature, data.root, { value: BigInt(gwei) * GWEI });
    return (await this.chain.indexOf(pubkeyHashOf(data.pubkey))).index;
  }

  async requestWithdrawal(number: number, gwei: number): Promise<void> {
    const value = await this.chain.withdrawalRequestFee();
    await this.chain.requestWithdrawal(pubkeyOf("compare", number), BigInt(gwei), { value });
  }

  async requestConsolidation(source: number, target: number): Promise<void> {
    const value = await this.chain.consolidationRequestFee();
    await this.chain.requestConsolidation(pubkeyOf("compare", source), pubkeyOf("compare", target), { value });
  }

  /** Withdrawal requests of one block. */
  async requestTogether(number: number, gwei: number, count: number): Promise<void> {
    const request = () => this.chain.requestWithdrawal(pubkeyOf("compare", number), BigInt(gwei), SENT_TOGETHER);
    await this.#inOneBlock(Array.from({ length: count }, () => request));
  }

  /** Consolidation requests of one block. */
  async consolidateTogether(sources: readonly number[], target: number): Promise<void> {
    const into = pubkeyOf("compare", target);
    await this.#inOneBlock(
      sources.map((one) => () => this.chain.requestConsolidation(pubkeyOf("compare", one), into, SENT_TOGETHER)),
    );
  }

  async #inOneBlock(requests: readonly (() => Promise<unknown>)[]): Promise<void> {
    const { provider } = this.#connection;
    await provider.request({ method: "evm_setAutomine", params: [false] });
    for (const request of requests) await request();
    await provider.request({ method: "evm_mine", params: [] });
    await provider.request({ method: "evm_setAutomine", params: [true] });
  }

  /** Validators at the start of an epoch, a coming one too: as they will be if nothing happens until then. */
  async read(indexes: readonly bigint[], epoch: number) {
    const { timestamp, changes } = await this.#moment(epoch);
    const root = `0x${((timestamp << 64n) | changes).toString(16).padStart(64, "0")}`;
    return Promise.all(indexes.map((index) => this.chain.validatorAt(index, root)));
  }

  async #moment(epoch: number): Promise<{ timestamp: bigint; changes: bigint }> {
    const changes = BigInt(await this.chain.blockRoot()) & FAR_FUTURE;
    return { timestamp: this.#genesis + BigInt(epoch) * EPOCH_SECONDS, changes };
  }
}
