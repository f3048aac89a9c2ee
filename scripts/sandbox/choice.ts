import { Refused } from "../lib/refused.ts";

/**
 * One fault of the sandbox: which operator at which service, both counted from 1, or on the beacon chain, which takes
 * something from each of the operator's validators.
 */
export interface Fault {
  readonly operator: number;
  readonly service: number | "beacon";
}

/** What the sandbox is asked to play. */
export interface Choice {
  readonly operators: number;
  /** What a fault costs at each service, as a fraction of what an operator has allocated to it, 1e18 = all. */
  readonly sizesWad: readonly bigint[];
  /** Faults by block: those of one block are proven in one block, in this order. */
  readonly blocks: readonly (readonly Fault[])[];
  /** Validators of the vault with each operator. */
  readonly validators: number;
  /** What the beacon chain takes from each validator of an operator at fault there, in wei. */
  readonly penaltyWei: bigint;
  /** Part of alice's shares that is on its way out, in percent. */
  readonly queuedPercent: number;
}

/** A choice that cannot be played; the message says which, and what can. */
export class ImpossibleChoice extends Refused {
  override readonly name = "ImpossibleChoice";
}

const MOST_OPERATORS = 4;
const MOST_SERVICES = 4;
const MOST_VALIDATORS = 4;

function whole(text: string, what: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ImpossibleChoice(`${what} is a whole number from ${least} to ${most}, not "${text}"`);
}

/** `10` or `12.5`: percent of an allocation, above 0 and at most 100, with up to 16 decimals. */
function percentToWad(text: string): bigint {
  const match = /^(\d{1,3})(?:\.(\d{1,16}))?$/u.exec(text.trim());
  const wad = match ? BigInt(match[1] ?? "") * 10n ** 16n + BigInt((match[2] ?? "").padEnd(16, "0")) : 0n;
  if (wad > 0n && wad <= 10n ** 18n) return wad;
  throw new ImpossibleChoice(`a size is a percentage above 0 and at most 100, not "${text}"`);
}

/** `1` or `0.5`: ETH of a validator, above 0 and at most 16, in whole gwei. */
function penaltyToWei(text: string): bigint {
  const match = /^(\d{1,2})(?:\.(\d{1,9}))?$/u.exec(text.trim());
  const wei = match ? BigInt((match[1] ?? "") + (match[2] ?? "").padEnd(18, "0")) : 0n;
  if (wei > 0n && wei <= 16n * 10n ** 18n) return wei;
  throw new ImpossibleChoice(`--penalty is ETH above 0 and at most 16, with up to 9 decimals, not "${text}"`);
}

export interface Options {
  readonly operators: string;
  /** One percentage a service, separated by commas: as many services as sizes. */
  readonly sizes: string;
  /** `OPERATOR@SERVICE` or `OPERATOR@beacon` each; `,` between blocks, `+` between faults of one block. */
  readonly faults: string;
  readonly queued: string;
  readonly validators: string;
  readonly penalty: string;
}

/**
 * Reads the options of `hardhat slash-sandbox`.
 * @throws ImpossibleChoice
 */
export function readChoice(options: Options): Choice {
  const operators = whole(options.operators, "--operators", 1, MOST_OPERATORS);
  const validators = whole(options.validators, "--validators", 0, MOST_VALIDATORS);
  const sizesWad = options.sizes.split(",").map(percentToWad);
  if (sizesWad.length > MOST_SERVICES) {
    throw new ImpossibleChoice(`there are at most ${MOST_SERVICES} services, not ${sizesWad.length} sizes`);
  }
  const readFault = (text: string): Fault => {
    const [operator, service, ...rest] = text.trim().split("@");
    if (operator === undefined || service === undefined || rest.length > 0) {
      throw new ImpossibleChoice(`a fault is OPERATOR@SERVICE, as 1@1, not "${text}"`);
    }
    const who = whole(operator, "a fault's operator", 1, operators);
    if (service !== "beacon")
      return { operator: who, service: whole(service, "a fault's service", 1, sizesWad.length) };
    if (validators === 0) throw new ImpossibleChoice("a fault on the beacon chain needs validators: --validators 1");
    return { operator: who, service };
  };
  return {
    operators,
    sizesWad,
    blocks: options.faults.split(",").map((block) => block.split("+").map(readFault)),
    queuedPercent: whole(options.queued, "--queued", 0, 100),
    validators,
    penaltyWei: penaltyToWei(options.penalty),
  };
}
