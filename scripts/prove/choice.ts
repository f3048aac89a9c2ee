import { isAddress } from "ethers";
import { Refused } from "../lib/refused.ts";
import { didYouMean } from "../lib/suggest.ts";
import { refuseUnwritable } from "../lib/writable.ts";

const KINDS = ["credentials", "checkpoint", "stale"] as const;
type Kind = (typeof KINDS)[number];

/** What `hardhat prove` was asked for. */
export interface Choice {
  /** Address of a pod, or number of a slot. */
  readonly pod: string;
  readonly kind: Kind;
  /** Seconds; the latest block's when left out. */
  readonly time: bigint | undefined;
  readonly out: string | undefined;
  readonly send: boolean;
  readonly json: boolean;
}

interface Arguments {
  readonly pod: string | undefined;
  readonly kind: string;
  readonly time: string | undefined;
  readonly out: string | undefined;
  readonly send: boolean;
  readonly json: boolean;
}

/** Reads the options as far as they can be judged without a chain. @throws Refused with the way out */
export function readChoice({ pod, kind, time, ...rest }: Arguments): Choice {
  if (pod === undefined)
    throw new Refused("Which pod? Say --pod with its address, or with the number of a slot: --pod 0");
  if (!isAddress(pod) && !/^\d{1,4}$/.test(pod))
    throw new Refused(`"${pod}" is no pod: write an address of 20 bytes, or the number of a slot such as 0`);
  const known = KINDS.find((one) => one === kind);
  if (known === undefined) throw new Refused(`There is no kind "${kind}" of proofs: ${didYouMean(kind, KINDS)}`);
  if (time !== undefined && !/^\d{1,12}$/.test(time))
    throw new Refused(`"${time}" is no time: write the timestamp of a block in seconds, or leave --time out`);
  if (time !== undefined && known === "checkpoint")
    throw new Refused("A checkpoint is about the block in which it began: leave --time out");
  if (rest.out !== undefined) refuseUnwritable(rest.out);
  return { pod, kind: known, time: time === undefined ? undefined : BigInt(time), ...rest };
}
