import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Fragment, Interface, type JsonFragment } from "ethers";

/** What is written alike in many ABIs (every contract that pauses has the same events) is read once. */
const fragments = new Map<string, Fragment>();

function fragmentOf(json: JsonFragment): Fragment {
  const key = JSON.stringify(json);
  const fragment = fragments.get(key) ?? Fragment.from(json);
  fragments.set(key, fragment);
  return fragment;
}

/** An ABI as it is compiled, ready to be asked. */
export function interfaceOf(abi: readonly JsonFragment[]): Interface {
  return new Interface(abi.map(fragmentOf));
}

/** Reads ABIs of compiled contracts. */
export interface Reader {
  /** @throws Error when no contract has that name */
  (name: string): Interface;
  /** Nothing when no contract has that name, or more than one. */
  find(name: string): Interface | undefined;
}

/**
 * Reads ABIs of compiled contracts by their bare names, each when it is first asked for. Hardhat's own way lists and sorts
 * all artifacts first, which is most of what a task on a running node would take.
 */
export function readerOf(artifacts: string): Reader {
  const read = new Map<string, Interface>();
  let files: Map<string, string[]> | undefined;
  const filesOf = (name: string): readonly string[] => {
    if (files === undefined) {
      files = new Map();
      for (const file of readdirSync(artifacts, { recursive: true, encoding: "utf8" })) {
        const base = path.basename(file);
        files.set(base, [...(files.get(base) ?? []), file]);
      }
    }
    return files.get(`${name}.json`) ?? [];
  };
  const readIn = (name: string, file: string): Interface => {
    const known = read.get(name);
    if (known !== undefined) return known;
    const { abi } = JSON.parse(readFileSync(path.join(artifacts, file), "utf8")) as { abi: JsonFragment[] };
    const face = interfaceOf(abi);
    read.set(name, face);
    return face;
  };
  const reader = (name: string): Interface => {
    const file = filesOf(name).at(-1);
    if (file === undefined) throw new Error(`${name} is not among the compiled contracts in ${artifacts}`);
    return readIn(name, file);
  };
  const find = (name: string): Interface | undefined => {
    const [file, ...others] = filesOf(name);
    return file === undefined || others.length > 0 ? undefined : readIn(name, file);
  };
  return Object.assign(reader, { find });
}
