/** One fault of the sandbox: which operator at which service, both counted from 1. */
export interface Fault {
  readonly operator: number;
  readonly service: number;
}

/** What the sandbox is asked to play. */
export interface Choice {
  readonly operators: number;
  /** What a fault costs at each service, as a fraction of what an operator has allocated to it, 1e18 = all. */
  readonly sizesWad: readonly bigint[];
  readonly faults: readonly Fault[];
  /** Part of alice's shares that is on its way out, in percent. */
  readonly queuedPercent: number;
}

/** A choice that cannot be played; the message says which, and what can. */
export class ImpossibleChoice extends Error {
  override readonly name = "ImpossibleChoice";
}

const MOST_OPERATORS = 4;
const MOST_SERVICES = 4;

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

/**
 * Reads the options of `hardhat slash-sandbox`.
 *
 * @param sizes one percentage a service, separated by commas: as many services as sizes
 * @param faults `OPERATOR@SERVICE` each, in the order in which they are proven
 * @throws ImpossibleChoice
 */
export function readChoice(options: { operators: string; sizes: string; faults: string; queued: string }): Choice {
  const operators = whole(options.operators, "--operators", 1, MOST_OPERATORS);
  const sizesWad = options.sizes.split(",").map(percentToWad);
  if (sizesWad.length > MOST_SERVICES) {
    throw new ImpossibleChoice(`there are at most ${MOST_SERVICES} services, not ${sizesWad.length} sizes`);
  }
  const faults = options.faults.split(",").map((text) => {
    const [operator, service, ...rest] = text.trim().split("@");
    if (operator === undefined || service === undefined || rest.length > 0) {
      throw new ImpossibleChoice(`a fault is OPERATOR@SERVICE, as 1@1, not "${text}"`);
    }
    return {
      operator: whole(operator, "a fault's operator", 1, operators),
      service: whole(service, "a fault's service", 1, sizesWad.length),
    };
  });
  return { operators, sizesWad, faults, queuedPercent: whole(options.queued, "--queued", 0, 100) };
}
