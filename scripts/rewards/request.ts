import { getAddress, isAddress } from "ethers";
import { refuseUnwritable } from "../lib/writable.ts";
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

/**
 * Checks arguments before anything is compiled, read or calculated.
 *
 * @throws Refused
 */
export function readRequest(asked: Asked): Request {
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
  if (out !== undefined) refuseUnwritable(out);
  const end = whole(until, "until", "a time in seconds since 1970", 0n);
  return {
    coordinator: getAddress(coordinator),
    until: end === 0n ? undefined : end,
    cadenceSeconds: whole(cadence, "cadence", "the length of a slice in seconds", 1n),
    asOf: block === undefined ? undefined : Number(whole(block, "block", "the number of a block", 0n)),
    out,
    submit,
  };
}
