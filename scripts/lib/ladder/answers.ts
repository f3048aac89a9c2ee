import { type ErrorFragment, Interface, type JsonFragment, type Log, type Result } from "ethers";
import type { ArtifactManager } from "hardhat/types/artifacts";
import { interfaceOf } from "./interfaces.ts";

/** A decoded event or error: what a contract answered. */
export interface Answer {
  readonly contract: string;
  readonly name: string;
  readonly args: readonly { readonly name: string; readonly type: string; readonly value: unknown }[];
}

/** The ABI of a contract of the repository, by its name. */
export interface NamedAbi {
  readonly name: string;
  readonly abi: Interface;
}

/** ABIs of all contracts under `contracts/` that are deployed, but those that only tests deploy. */
export async function readAbis(artifacts: ArtifactManager): Promise<NamedAbi[]> {
  const names = [...(await artifacts.getAllFullyQualifiedNames())].sort();
  const ours = names.filter((name) => /^contracts\/(\d-|shared)/.test(name));
  const read = await Promise.all(ours.map((name) => artifacts.readArtifact(name)));
  return read
    .filter(({ bytecode }) => bytecode !== "0x")
    .map(({ contractName, abi }) => ({ name: contractName, abi: interfaceOf(abi as readonly JsonFragment[]) }));
}

/** How contracts of others refuse, which have no errors of their own: by a sentence. */
export const SENTENCE = Interface.from(["error Error(string message)"]);

const SENTENCE_FRAGMENT = SENTENCE.fragments[0] as ErrorFragment;
const SENTENCE_SELECTOR = SENTENCE_FRAGMENT.selector;

interface Speaker {
  readonly name: string;
  readonly face: Interface;
}

/** Decodes what contracts answer, errors and events, whichever of them it was. */
export class Decoder {
  readonly #events = new Map<string, Speaker[]>();
  readonly #errors = new Map<string, Speaker[]>();
  readonly #contractAt = new Map<string, string>();

  constructor(abis: readonly NamedAbi[]) {
    for (const { name, abi } of abis) {
      const speaker = { name, face: abi };
      speaker.face.forEachEvent(({ topicHash }) => {
        this.#events.set(topicHash, [...(this.#events.get(topicHash) ?? []), speaker]);
      });
      speaker.face.forEachError(({ selector }) => {
        this.#errors.set(selector, [...(this.#errors.get(selector) ?? []), speaker]);
      });
    }
  }

  /** Tells which contract lives at an address; others are recognised by what they emit. */
  learn(address: string, contractName: string): void {
    this.#contractAt.set(address.toLowerCase(), contractName);
  }

  /**
   * The custom error, or the sentence, in what a failed call or transaction threw. Errors of one shape may name their
   * parameters differently: which contract it was says the stack trace, if there is one, or `wanted`; else a parameter has
   * all of its names.
   *
   * @param wanted parameters that the error should have
   */
  error(thrown: unknown, wanted: readonly string[] = []): Answer | undefined {
    const data = revertData(thrown);
    if (data === undefined) return undefined;
    if (data.startsWith(SENTENCE_SELECTOR)) {
      const [message] = SENTENCE.decodeErrorResult(SENTENCE_FRAGMENT, data);
      return { contract: "", name: "Error", args: [{ name: "message", type: "string", value: message }] };
    }
    const speakers = this.#errors.get(data.slice(0, 10)) ?? [];
    const reverted = revertedContract(thrown);
    const namesOf = ({ face }: Speaker): string[] => face.getError(data.slice(0, 10))!.inputs.map(({ name }) => name);
    const known = speakers.find(({ name }) => name === reverted);
    const fits = (one: Speaker): boolean => wanted.length > 0 && wanted.every((name) => namesOf(one).includes(name));
    const certain = known ?? speakers.find(fits);
    const speaker = certain ?? speakers[0];
    const parsed = speaker?.face.parseError(data);
    if (!speaker || !parsed) return undefined;
    const inputs = parsed.fragment.inputs.map(({ type }, index) => {
      const names = (certain === undefined ? speakers : [certain]).map((one) => namesOf(one)[index]);
      return { type, name: [...new Set(names)].join(" or ") };
    });
    return { contract: speaker.name, name: parsed.name, args: argumentsOf(inputs, parsed.args) };
  }

  /** An event, or undefined when no contract of ours has it. */
  event({ address, topics, data }: Pick<Log, "address" | "topics" | "data">): Answer | undefined {
    const speakers = this.#events.get(topics[0] ?? "") ?? [];
    const known = this.#contractAt.get(address.toLowerCase());
    const speaker = speakers.find(({ name }) => name === known) ?? speakers[0];
    const parsed = speaker && attemptParse(speaker.face, topics, data);
    if (!parsed) return undefined;
    return {
      contract: known ?? speaker.name,
      name: parsed.name,
      args: argumentsOf(parsed.fragment.inputs, parsed.args),
    };
  }
}

function attemptParse(face: Interface, topics: readonly string[], data: string) {
  try {
    return face.parseLog({ topics, data });
  } catch {
    // The same topic with other parameters indexed (ERC-20's and ERC-721's Transfer): not this contract's event.
    return null;
  }
}

function argumentsOf(inputs: readonly { name: string; type: string }[], values: Result): Answer["args"] {
  return inputs.map(({ name, type }, index) => ({ name, type, value: plain(values[index]) }));
}

/** Ethers' results as plain arrays. */
function plain(value: unknown): unknown {
  return Array.isArray(value) ? Array.from(value, plain) : value;
}

/** The contract that reverted, from Hardhat's stack trace: contracts may have errors of one shape under other names. */
function revertedContract(thrown: unknown): string | undefined {
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : "";
  return /\n\s+at (\w+)\.\w+ \(contracts\//.exec(stack)?.[1];
}

/** Revert data from wherever ethers or Hardhat put it. */
export function revertData(thrown: unknown): string | undefined {
  const queue: unknown[] = [thrown];
  for (let looked = 0; queue.length > 0 && looked < 20; looked++) {
    const value = queue.shift();
    if (typeof value !== "object" || value === null) continue;
    const { data, error, info, cause } = value as Record<string, unknown>;
    if (typeof data === "string" && data.startsWith("0x") && data.length >= 10) return data;
    queue.push(data, error, info, cause);
  }
  return undefined;
}
