import { Interface, type InterfaceAbi, type Log, type Result } from "ethers";
import type { ArtifactManager } from "hardhat/types/artifacts";
import type { Answer } from "../../scenario/answer.ts";

/** The ABI of a contract of the repository, by its name. */
export interface NamedAbi {
  readonly name: string;
  readonly abi: InterfaceAbi;
}

/** ABIs of all contracts under `contracts/` but those that only tests deploy. */
export async function readAbis(artifacts: ArtifactManager): Promise<NamedAbi[]> {
  const names = [...(await artifacts.getAllFullyQualifiedNames())].sort();
  const ours = names.filter((name) => /^contracts\/(\d-|shared)/.test(name));
  return Promise.all(
    ours.map(async (name) => {
      const { contractName, abi } = await artifacts.readArtifact(name);
      return { name: contractName, abi: abi as unknown as InterfaceAbi };
    }),
  );
}

/** Decodes what contracts answer, errors and events, whoever of them it was. */
export class Decoder {
  readonly #contracts: readonly { name: string; face: Interface }[];
  readonly #byAddress = new Map<string, { name: string; face: Interface }>();

  constructor(abis: readonly NamedAbi[]) {
    this.#contracts = abis.map(({ name, abi }) => ({ name, face: Interface.from(abi) }));
  }

  /** Tells which contract lives at an address; others are recognised by what they emit. */
  learn(address: string, name: string, contractName: string): void {
    const known = this.#contracts.find((contract) => contract.name === contractName);
    if (known) this.#byAddress.set(address.toLowerCase(), { name, face: known.face });
  }

  /** The custom error in what a failed call or transaction threw. */
  error(thrown: unknown): Answer | undefined {
    const data = revertData(thrown);
    if (data === undefined) return undefined;
    for (const { name, face } of this.#contracts) {
      const parsed = face.parseError(data);
      if (parsed) return { contract: name, name: parsed.name, args: argumentsOf(parsed.fragment.inputs, parsed.args) };
    }
    return undefined;
  }

  /** An event, or undefined when no contract of ours has it. */
  event({ address, topics, data }: Pick<Log, "address" | "topics" | "data">): Answer | undefined {
    const known = this.#byAddress.get(address.toLowerCase());
    for (const { name, face } of known ? [known, ...this.#contracts] : this.#contracts) {
      const parsed = attemptParse(face, topics, data);
      if (parsed)
        return {
          contract: known?.name ?? name,
          name: parsed.name,
          args: argumentsOf(parsed.fragment.inputs, parsed.args),
        };
    }
    return undefined;
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

/** Revert data from wherever ethers or Hardhat put it. */
function revertData(thrown: unknown): string | undefined {
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
