import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { getAddress, isAddress } from "ethers";
import { RewardsRefused } from "./refused.ts";

/** What was asked on the command line, as text. */
export interface Asked {
  readonly coordinator?: string | undefined;
  readonly until: string;
  readonly cadence: string;
  readonly block?: string | undefined;
  readonly out?: string | undefined;
  readonly submit: boolean;
}

/** The same, checked as far as it can be without a chain. */
export interface Request {
  readonly coordinator: string;
  /** End of the calculation, in seconds since 1970; none: the end of the last slice that has passed. */
  readonly until: bigint | undefined;
  readonly cadenceSeconds: bigint;
  /** The block as of which the chain is read; none: the latest. */
  readonly asOf: number | undefined;
  readonly out: string | undefined;
  readonly submit: boolean;
}

function whole(text: string, option: string, what: string, least: bigint): bigint {
  if (!/^\d+$/u.test(text) || BigInt(text) < least) {
    throw new RewardsRefused(`"${text}" is not ${what}: pass --${option} with a whole number from ${least}`);
  }
  return BigInt(text);
}

/** A file that can be written, or a refusal before anything has been calculated. */
async function writable(out: string): Promise<string> {
  const folder = dirname(resolve(out));
  const isFolder = async (path: string) => (await stat(path).catch(() => undefined))?.isDirectory();
  if (!(await isFolder(folder))) {
    throw new RewardsRefused(
      `"${out}" cannot be written: there is no folder ${folder}. Make it, or pass another --out`,
    );
  }
  if (await isFolder(out)) throw new RewardsRefused(`"${out}" is a folder: pass --out with the name of a file in it`);
  return out;
}

/**
 * Checks arguments before anything is compiled, read or calculated.
 *
 * @throws RewardsRefused
 */
export async function readRequest(asked: Asked): Promise<Request> {
  const { coordinator, until, cadence, block, out, submit } = asked;
  if (coordinator === undefined) {
    throw new RewardsRefused(
      "rewards need the address of the RewardsCoordinator: pass --coordinator 0x…, which `npm run deploy` prints",
    );
  }
  if (!isAddress(coordinator)) {
    throw new RewardsRefused(`"${coordinator}" is no address: pass --coordinator with 0x and 40 hexadecimal digits`);
  }
  if (submit && block !== undefined) {
    throw new RewardsRefused(`a root of block ${block} is old: leave out --block to submit one, or --submit to look`);
  }
  const end = whole(until, "until", "a time in seconds since 1970", 0n);
  return {
    coordinator: getAddress(coordinator),
    until: end === 0n ? undefined : end,
    cadenceSeconds: whole(cadence, "cadence", "the length of a slice in seconds", 1n),
    asOf: block === undefined ? undefined : Number(whole(block, "block", "the number of a block", 0n)),
    out: out === undefined ? undefined : await writable(out),
    submit,
  };
}
