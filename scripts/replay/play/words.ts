import { isAddress, type ParamType, type Result, toBeHex, ZeroAddress } from "ethers";
import type { Stage } from "../chain/stage.ts";
import { RecordingError } from "../format/error.ts";
import type { Tree } from "../format/types.ts";
import type { Withdrawals } from "./withdrawals.ts";

/**
 * Values of the ABI in a recording's words, and back:
 *
 * - an address is a name (of a person, contract, strategy, `token of A`, `pod of alice`), empty for zero, or itself;
 * - a whole number is decimal, other bytes are hex;
 * - a withdrawal's root is `#id`; any other large bytes32 is `~n`, the nth that was seen: it may depend on addresses;
 * - `{ "withdrawal": id }` stands for the struct of a withdrawal;
 * - `{ "contract", "function", "values" }` stands for the word that this view answers at that moment, and with `by`
 *   for the signature of that person under it.
 */
export interface Words {
  readonly spell: (type: ParamType, value: unknown) => Tree;
  readonly spellAll: (types: readonly ParamType[], values: Result) => readonly Tree[];
  readonly read: (type: ParamType, word: Tree) => Promise<unknown>;
  readonly readAll: (types: readonly ParamType[], words: readonly Tree[]) => Promise<unknown[]>;
}

type Form = Readonly<Record<string, Tree>>;

const SMALL = 2n ** 64n;

export function wordsOf(stage: Stage, withdrawals: Withdrawals): Words {
  const { hashes } = stage;

  function spell(type: ParamType, value: unknown): Tree {
    if (type.arrayChildren !== null)
      return (value as unknown[]).map((one) => spell(type.arrayChildren as ParamType, one));
    if (type.components !== null)
      return Object.fromEntries(type.components.map((one, i) => [one.name, spell(one, (value as unknown[])[i])]));
    if (type.baseType === "address") return stage.nameOf(value as string);
    if (type.baseType === "bool") return value as boolean;
    if (type.baseType === "bytes32") return spellHash(value as string);
    return String(value);
  }

  function spellHash(hash: string): string {
    const id = withdrawals.roots.indexOf(hash);
    if (id >= 0) return `#${id}`;
    if (BigInt(hash) < SMALL) return toBeHex(BigInt(hash));
    if (!hashes.includes(hash)) hashes.push(hash);
    return `~${hashes.indexOf(hash)}`;
  }

  function readHash(word: string): string {
    const known = word.startsWith("#") ? withdrawals.roots[Number(word.slice(1))] : hashes[Number(word.slice(1))];
    if (word.startsWith("0x")) return toBeHex(BigInt(word), 32);
    return known ?? toBeHex(0, 32);
  }

  async function read(type: ParamType, word: Tree): Promise<unknown> {
    if (type.arrayChildren !== null)
      return Promise.all((word as readonly Tree[]).map((one) => read(type.arrayChildren as ParamType, one)));
    if (typeof word === "object") {
      const form = word as Form;
      if (typeof form.withdrawal === "string") return structOf(form.withdrawal);
      if (typeof form.contract === "string") return answerTo(form);
      return Promise.all((type.components ?? []).map((one) => read(one, form[one.name] as Tree)));
    }
    if (type.baseType === "address") return addressOf(word as string);
    return type.baseType === "bytes32" ? readHash(word as string) : word;
  }

  function addressOf(word: string): string {
    if (word === "") return ZeroAddress;
    return isAddress(word) ? word : stage.addressOf(word);
  }

  function structOf(id: string) {
    const struct = withdrawals.structs.get(id);
    if (struct === undefined) throw new RecordingError(`withdrawal ${id} is not known`);
    return [
      struct.staker,
      struct.delegatedTo,
      struct.withdrawer,
      struct.nonce,
      struct.startBlock,
      struct.strategies,
      struct.scaledShares,
    ];
  }

  /** What a view answers with a single word; with `by`, the signature of that person under it. */
  async function answerTo(form: Form): Promise<string> {
    const { address, abi } = stage.contract(form.contract as string);
    const fragment = abi.getFunction(form.function as string);
    if (fragment === null) throw new RecordingError(`${form.contract} has no ${form.function}`);
    const values = await readAll(fragment.inputs, form.values as readonly Tree[]);
    const data = abi.encodeFunctionData(fragment, values);
    const answer = await stage.chain.call({ from: ZeroAddress, to: address, data });
    if (!answer.ok) throw new RecordingError(`${form.function} reverted with ${answer.data}`);
    return form.by === undefined ? answer.data : stage.keyOf(form.by as string).sign(answer.data).serialized;
  }

  const readAll = (types: readonly ParamType[], words: readonly Tree[]) =>
    Promise.all(types.map((type, index) => read(type, words[index] as Tree)));
  const spellAll = (types: readonly ParamType[], values: Result) => types.map((type, i) => spell(type, values[i]));
  return { spell, spellAll, read, readAll };
}
