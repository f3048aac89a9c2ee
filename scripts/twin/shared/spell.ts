import type { Interface, ParamType, Result } from "ethers";
import type { Logged } from "../../../model/shared/machine.ts";
import type { Revert } from "../../../model/shared/revert.ts";

/** What a step came to, in words that are the same on both sides. */
export interface Told {
  readonly ok: boolean;
  /** What it returned, or its error with arguments. */
  readonly said: string;
  readonly events: readonly string[];
}

/** A value in words: lists in brackets, addresses and hashes in lower case. */
export function spell(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return `[${value.map(spell).join()}]`;
  if (typeof value === "object") return `[${Object.values(value).map(spell).join()}]`;
  return String(value).toLowerCase();
}

/** A call's results, as the model returns them: alone where there is one. */
export const spellResult = (result: Result): string =>
  result.length === 1 ? spell(plain(result[0])) : result.length === 0 ? "" : spell([...result].map(plain));

const plain = (value: unknown): unknown => (Array.isArray(value) ? [...value].map(plain) : value);

export const spellRevert = ({ error, args }: Revert): string => `${error}(${args.map(spell).join()})`;

/** An error by the ABIs that may have it: those of one contract come through another. */
export function spellError(abis: readonly Interface[], data: string): string {
  if (data === "0x") return "Empty()";
  for (const abi of abis) {
    const error = abi.parseError(data);
    if (error !== null) return `${error.name}(${[...error.args].map((one) => spell(plain(one))).join()})`;
  }
  return data;
}

/** A log of the model by the names that the ABI gives its arguments. */
export function spellLogged({ at, event, args }: Logged, abis: ReadonlyMap<string, Interface>): string {
  const inputs: readonly ParamType[] = abis.get(at)?.getEvent(event)?.inputs ?? [];
  if (inputs.length !== Object.keys(args).length) throw new Error(`${event} has other arguments than its ABI`);
  return `${at} ${event}(${inputs.map(({ name }) => spellArgument(args, name, event)).join()})`;
}

function spellArgument(args: Readonly<Record<string, unknown>>, name: string, event: string): string {
  if (!(name in args)) throw new Error(`${event} of the model has no argument ${name}`);
  return spell(args[name]);
}

/** The logs of a receipt, of the contracts that are known. */
export function spellLogs(
  logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[],
  abis: ReadonlyMap<string, Interface>,
): string[] {
  return logs.flatMap(({ address, topics, data }) => {
    const at = address.toLowerCase();
    const found = abis.get(at)?.parseLog({ topics: [...topics], data });
    return found ? [`${at} ${found.name}(${[...found.args].map((one) => spell(plain(one))).join()})`] : [];
  });
}
