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

/**
 * Reads ABIs of compiled contracts by their bare names, each when it is first asked for. Hardhat's own way lists and sorts
 * all artifacts first, which is most of what a task on a running node would take.
 */
export function readerOf(artifacts: string): (name: string) => Interface {
  const read = new Map<string, Interface>();
  let files: Map<string, string> | undefined;
  return (name) => {
    files ??= new Map(
      readdirSync(artifacts, { recursive: true, encoding: "utf8" }).map((file) => [path.basename(file), file]),
    );
    const known = read.get(name);
    if (known !== undefined) return known;
    const file = files.get(`${name}.json`);
    if (file === undefined) throw new Error(`${name} is not among the compiled contracts in ${artifacts}`);
    const { abi } = JSON.parse(readFileSync(path.join(artifacts, file), "utf8")) as { abi: JsonFragment[] };
    const face = interfaceOf(abi);
    read.set(name, face);
    return face;
  };
}
