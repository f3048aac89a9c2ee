import { ETH, Network, type Seed, START_EPOCH } from "./client/network.ts";
import type { Lodestar } from "./client/lodestar.ts";
import { FAR_FUTURE, type Connection, Ours } from "./ours.ts";
import type { Found } from "./comparison.ts";

/** One validator on both sides. */
export interface Pair {
  readonly number: number;
  readonly type: 1 | 2;
  readonly client: number;
  readonly ours: bigint;
}

/** The client's network and rung 1, side by side: each act is done to both, each epoch may be compared. */
export class Both {
  readonly network: Network;
  readonly ours: Ours;
  readonly pairs: Pair[] = [];
  readonly #found: Found;
  #nextClient: number;

  private constructor(network: Network, ours: Ours, found: Found) {
    this.network = network;
    this.ours = ours;
    this.#found = found;
    this.#nextClient = network.state.validators.length;
  }

  /** @param seeds validators of the client alone, active for long, part of the total */
  static async open(
    lodestar: Lodestar,
    connection: Connection,
    found: Found,
    { totalEther, seeds = [] }: { totalEther: number; seeds?: readonly Seed[] },
  ): Promise<Both> {
    const network = new Network(lodestar, totalEther, seeds, START_EPOCH);
    return new Both(network, await Ours.open(connection, totalEther), found);
  }

  get epoch(): number {
    return this.network.epoch;
  }

  async at(slot: number): Promise<this> {
    this.network.atSlot(slot);
    await this.ours.at(this.epoch, slot);
    return this;
  }

  /** A deposit for a new validator in the present slot. */
  async create(type: 1 | 2, gwei: number): Promise<Pair> {
    const number = this.pairs.length;
    const client = this.#nextClient++;
    this.network.deposit(client, type, gwei);
    const pair = { number, type, client, ours: await this.ours.deposit(number, type, gwei) };
    this.pairs.push(pair);
    return pair;
  }

  async topUp({ number, type, client }: Pair, gwei: number): Promise<void> {
    this.network.deposit(client, type, gwei);
    await this.ours.deposit(number, type, gwei);
  }

  async penalise({ client, ours }: Pair, gwei: number): Promise<void> {
    this.network.changeBalance(client, -gwei);
    await this.ours.chain.reportPenalty(ours, BigInt(gwei));
  }

  async slash({ client, ours }: Pair): Promise<void> {
    this.network.slash(client);
    await this.ours.chain.reportSlashing(ours);
  }

  async slashElsewhere(ether: number): Promise<void> {
    this.network.slashElsewhere(ether);
    await this.ours.chain.reportSlashingElsewhere(BigInt(ether) * BigInt(ETH));
  }

  async request({ number, client }: Pair, gwei: number): Promise<void> {
    this.network.requestWithdrawal(client, gwei);
    await this.ours.requestWithdrawal(number, gwei);
  }

  /** One into another; with the same one twice, a switch to compounding. */
  async consolidate(source: Pair, target: Pair): Promise<void> {
    this.network.requestConsolidation(source.client, target.client);
    await this.ours.requestConsolidation(source.number, target.number);
  }

  /** Epochs pass; after each (or each `every`) all pairs are compared. */
  async pass(epochs: number, { every = 1, compare = true }: { every?: number; compare?: boolean } = {}): Promise<void> {
    for (let i = 1; i <= epochs; i++) {
      const there = this.network.state.validators.length;
      const lots = this.pairs.map(({ client }) => client).filter((client) => client < there);
      const paidBy = this.network.step(lots);
      if (!compare || (i % every !== 0 && i !== epochs)) continue;
      if (i === epochs)
        await this.#equal("base reward of an increment", paidBy, this.ours.chain.baseRewardPerIncrementGwei());
      await this.compare();
      this.#found.progress();
    }
  }

  /** All pairs at the start of this epoch. */
  async compare(): Promise<void> {
    const there = this.network.state.validators.length;
    const known = this.pairs.filter(({ client }) => client < there);
    const read = await this.ours.read(
      this.pairs.map(({ ours }) => ours),
      this.epoch,
    );
    for (const { number, client } of this.pairs) {
      if (client < there) continue;
      this.#found.equal(`${this.#name(number)} is not there yet`, 0n, read[number]!.balanceGwei);
    }
    for (const { number, client } of known) {
      const ours = read[number]!;
      const theirs = this.network.validator(client);
      const name = this.#name(number);
      const type = BigInt(theirs.withdrawalCredentials[0]!);
      this.#found.equal(`${name} type of credentials`, type, BigInt(ours.withdrawalCredentials.slice(0, 4)));
      this.#found.equal(`${name} balance`, BigInt(this.network.balance(client)), ours.balanceGwei);
      this.#found.equal(`${name} effective balance`, BigInt(theirs.effectiveBalance), ours.effectiveBalanceGwei);
      this.#found.equal(`${name} activation`, epochOf(theirs.activationEpoch), ours.activationEpoch);
      this.#found.equal(`${name} exit`, epochOf(theirs.exitEpoch), ours.exitEpoch);
      this.#found.equal(`${name} withdrawable`, epochOf(theirs.withdrawableEpoch), ours.withdrawableEpoch);
    }
    this.#found.validatorEpochs += this.pairs.length;
  }

  async #equal(what: string, theirs: number, ours: Promise<bigint>): Promise<void> {
    this.#found.equal(`epoch ${this.epoch}: ${what}`, BigInt(theirs), await ours);
  }

  #name(number: number): string {
    return `epoch ${this.epoch}, validator ${number}:`;
  }
}

function epochOf(epoch: number): bigint {
  return epoch === Infinity ? FAR_FUTURE : BigInt(epoch);
}
