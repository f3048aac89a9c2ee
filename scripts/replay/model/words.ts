import { isAddress, type ParamType } from "ethers";
import { signatureOf } from "../../../model/shared/signature.ts";
import { step } from "../../../model/3-restaking/step.ts";
import type { Withdrawal } from "../../../model/3-restaking/types.ts";
import { ZERO_ADDRESS, ZERO_HASH } from "../../../model/shared/machine.ts";
import { RecordingError } from "../format/error.ts";
import type { Tree } from "../format/types.ts";
import { type Abis, modelName } from "./abi.ts";
import type { ModelStage } from "./stage.ts";

/** Values of the model in a recording's words, and back, as `play/words.ts` spells those of the chain. */
export interface ModelWords {
  readonly spell: (type: ParamType, value: unknown) => Tree;
  readonly read: (type: ParamType, word: Tree) => unknown;
}

type Form = Readonly<Record<string, Tree>>;

/** The withdrawals of a recording as the model has them: roots by number, and what was queued under them. */
export interface ModelWithdrawals {
  readonly roots: string[];
  readonly structs: Map<string, Withdrawal>;
}

export function modelWords(stage: ModelStage, { roots, structs }: ModelWithdrawals, abis: Abis): ModelWords {
  const { hashes, addresses } = stage;

  function spell(type: ParamType, value: unknown): Tree {
    if (type.arrayChildren !== null)
      return (value as readonly unknown[]).map((one) => spell(type.arrayChildren as ParamType, one));
    if (type.components !== null)
      return Object.fromEntries(
        type.components.map((one) => [one.name, spell(one, (value as Readonly<Record<string, unknown>>)[one.name])]),
      );
    if (type.baseType === "address") return addresses.nameOf(value as string);
    if (type.baseType === "bool") return value as boolean;
    if (type.baseType === "bytes32") return spellHash(value as string);
    return String(value);
  }

  function spellHash(hash: string): string {
    const id = roots.indexOf(hash);
    if (id >= 0) return `#${id}`;
    if (hash.startsWith("0x")) return evenHex(BigInt(hash));
    if (!hashes.includes(hash)) hashes.push(hash);
    return `~${hashes.indexOf(hash)}`;
  }

  function read(type: ParamType, word: Tree): unknown {
    if (type.arrayChildren !== null)
      return (word as readonly Tree[]).map((one) => read(type.arrayChildren as ParamType, one));
    if (typeof word === "object") {
      const form = word as Form;
      if (typeof form.withdrawal === "string") return structOf(form.withdrawal);
      if (typeof form.contract === "string") return answerTo(form);
      return Object.fromEntries((type.components ?? []).map((one) => [one.name, read(one, form[one.name] as Tree)]));
    }
    if (type.baseType === "address") return addressAt(word as string);
    if (type.baseType === "bytes32") return readHash(word as string);
    if (type.baseType === "bytes" && type.name.includes("Proof")) return readProof(word as string);
    return /^u?int/.test(type.baseType) ? readNumber(type, word as string) : word;
  }

  function readHash(word: string): string {
    if (word.startsWith("0x")) return `0x${BigInt(word).toString(16)}`;
    const known = word.startsWith("#") ? roots[Number(word.slice(1))] : hashes[Number(word.slice(1))];
    return known ?? ZERO_HASH;
  }

  function addressAt(word: string): string {
    if (word === "") return ZERO_ADDRESS;
    return isAddress(word) ? word.toLowerCase() : addresses.addressOf(word);
  }

  function structOf(id: string): Withdrawal {
    const struct = structs.get(id);
    if (struct === undefined) throw new RecordingError(`withdrawal ${id} is not known`);
    return struct;
  }

  /** What a view answers; with `by`, the signature of that person under it. */
  function answerTo(form: Form): unknown {
    const to = addresses.addressOf(form.contract as string);
    const fragment = abis.of(addresses.kindAt(to) as string).getFunction(form.function as string);
    if (fragment === null) throw new RecordingError(`${form.contract} has no ${form.function}`);
    const args = fragment.inputs.map((type, index) => read(type, (form.values as readonly Tree[])[index] as Tree));
    const name = modelName(fragment.format("sighash"));
    const outcome = step(stage.state(), stage.block(), { from: ZERO_ADDRESS, to, function: name, args });
    if (!outcome.ok) throw new RecordingError(`${form.function} reverted with ${outcome.revert.message}`);
    if (form.by === undefined) return outcome.value;
    return signatureOf(addresses.account(form.by as string), outcome.value as string);
  }

  return { spell, read };
}

/** Hex of whole bytes, as the chain's words are spelled. */
function evenHex(value: bigint): string {
  const digits = value.toString(16);
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}

function readNumber({ baseType, type }: ParamType, word: string): bigint {
  const value = BigInt(word);
  const bits = Number(/\d+$/.exec(type)?.[0] ?? 256);
  const kept = baseType.startsWith("u") ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
  if (kept !== value) throw new RecordingError(`${word} does not fit ${type}`);
  return value;
}

/** The model has siblings where the chain has their bytes; recordings have none. */
function readProof(bytes: string): readonly string[] {
  if (bytes !== "0x") throw new RecordingError("a proof that is not empty");
  return [];
}

/**
 * Whether calldata that lacks its last bytes can be decoded: where it ends in a string of bytes, what is missing may be
 * padding. Signatures are of 65 bytes.
 */
export function isWhole(types: readonly ParamType[], words: readonly Tree[], cut: number): boolean {
  if (cut === 0) return true;
  const lengths = types.flatMap((type, index) => bytesIn(type, words[index] as Tree));
  const last = lengths.at(-1);
  return last !== undefined && cut <= (32 - (last % 32)) % 32;
}

function bytesIn(type: ParamType, word: Tree): number[] {
  if (type.arrayChildren !== null)
    return (word as readonly Tree[]).flatMap((one) => bytesIn(type.arrayChildren as ParamType, one));
  if (type.components !== null) return type.components.flatMap((one) => bytesIn(one, (word as Form)[one.name] as Tree));
  if (type.baseType === "string") return [new TextEncoder().encode(word as string).length];
  if (type.baseType !== "bytes") return [];
  return [typeof word === "object" ? 65 : ((word as string).length - 2) / 2];
}
