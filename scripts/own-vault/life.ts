import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { keccak256, toBeHex } from "ethers";
import { assertComplete, type LrtAdapter } from "./adapter.ts";
import { ETH } from "../lib/units.ts";

/** Opens a new vault with nobody in it. */
export type Open = () => Promise<LrtAdapter>;

/** Who acts: two who are in the vault, one who comes, and his twin. */
export interface Holders {
  readonly alice: HardhatEthersSigner;
  readonly bob: HardhatEthersSigner;
  readonly carol: HardhatEthersSigner;
  readonly twin: HardhatEthersSigner;
}

const STEPS = 6;

/** A number from low to high, both included, drawn by the seed as the Solidity properties draw it. */
export function bound(seed: bigint, low: bigint, high: bigint): bigint {
  return seed >= low && seed <= high ? seed : low + (seed % (high - low + 1n));
}

/** The next number after a seed. */
export function next(seed: bigint): bigint {
  return BigInt(keccak256(toBeHex(seed, 32)));
}

const balanceOf = (who: HardhatEthersSigner): Promise<bigint> => who.provider!.getBalance(who);

/** A vault and what its holders are paid: some vaults send what is due, others wait for a claim. */
export class Life {
  readonly lrt: LrtAdapter;
  readonly #had = new Map<string, bigint>();

  private constructor(lrt: LrtAdapter) {
    this.lrt = lrt;
  }

  /** A new vault. */
  static async begin(open: Open): Promise<Life> {
    const lrt = await open();
    assertComplete(lrt);
    return new Life(lrt);
  }

  /** A vault that has lived a little: Alice and Bob are in it, and all that happened is in the price. */
  static async lived(open: Open, { alice, bob }: Holders, seed: bigint): Promise<Life> {
    const life = await Life.begin(open);
    const { lrt } = life;
    await lrt.deposit(alice, bound(seed, ETH, 100n * ETH));
    await lrt.deposit(bob, 20n * ETH);
    for (let i = 0; i < STEPS; ++i) {
      seed = next(seed);
      const size = seed >> 8n;
      const who = size % 2n === 0n ? alice : bob;
      const kind = seed % 4n;
      if (kind === 0n) await lrt.deposit(who, bound(size, ETH / 100n, 30n * ETH));
      else if (kind === 1n) await lrt.gain(bound(size, ETH / 1_000n, ETH));
      else if (kind === 2n) await lrt.lose(bound(size, 1n, 2_000n));
      else await life.leave(who, (await lrt.sharesOf(who)) / bound(size, 2n, 5n));
      await lrt.report();
    }
    await lrt.rest();
    return life;
  }

  /** Asks out, and notes what the holder has. */
  async ask(who: HardhatEthersSigner, shares: bigint): Promise<bigint> {
    const ticket = await this.lrt.request(who, shares);
    this.#had.set(who.address, await balanceOf(who));
    return ticket;
  }

  /** @returns what has come since the request, less what claiming it has cost */
  async claim(who: HardhatEthersSigner, ticket: bigint): Promise<bigint> {
    await this.lrt.claim(who, ticket).catch(() => undefined);
    return (await balanceOf(who)) - this.#had.get(who.address)!;
  }

  /** Leaves with shares (all, when none are named), through the queue. @returns what is paid */
  async leave(who: HardhatEthersSigner, shares?: bigint): Promise<bigint> {
    const all = shares ?? (await this.lrt.sharesOf(who));
    if (all === 0n) return 0n;
    const ticket = await this.ask(who, all);
    await this.lrt.finish();
    return this.claim(who, ticket);
  }
}
