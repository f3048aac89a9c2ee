import { EventFragment, type Fragment, FunctionFragment, Interface, type InterfaceAbi } from "ethers";

/** One function, event or error of an ABI, in the form in which two ABIs are compared. */
export interface Entry {
  kind: "function" | "event" | "error";
  /** Name and argument types, structs as tuples: what the selector or topic is made of. */
  signature: string;
  /** The rest that callers and indexers rely on: mutability and results, or which arguments are indexed. */
  detail: string;
}

/** Entries of a compiled ABI. */
export function compiledEntries(abi: InterfaceAbi): Entry[] {
  return Interface.from(abi).fragments.flatMap((fragment) => {
    const entry = entryOf(fragment);
    return entry === undefined ? [] : [entry];
  });
}

/** The entry of a fragment; constructors and fallbacks have none. */
export function entryOf(fragment: Fragment): Entry | undefined {
  if (FunctionFragment.isFragment(fragment)) {
    const results = fragment.outputs.map((output) => output.format("sighash")).join(", ");
    return entry("function", fragment, `${fragment.stateMutability} → ${results}`);
  }
  if (EventFragment.isFragment(fragment)) {
    const parts = fragment.inputs.map((input) => `${input.indexed ? "indexed " : ""}${input.name}`);
    return entry("event", fragment, parts.join(", "));
  }
  return fragment.type === "error" ? entry("error", fragment, "") : undefined;
}

function entry(kind: Entry["kind"], fragment: Fragment, detail: string): Entry {
  return { kind, signature: fragment.format("sighash"), detail };
}
