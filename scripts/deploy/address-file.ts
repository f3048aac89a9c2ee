import { readFile } from "node:fs/promises";
import { isAddress } from "ethers";
import json5 from "json5";
import { DeploymentRefused } from "./refusal.ts";

/** What somebody else has deployed, as a file states it: the chain, and where each contract stands. */
export interface AddressFile<Name extends string> {
  chainId: bigint;
  addresses: Record<Name, string>;
}

/**
 * Reads an address file (JSON5): `{ chainId: 31337, NAME: "0x…", … }` with exactly these names.
 *
 * @param what the addresses, in words
 * @throws DeploymentRefused when it cannot be read, or a key is missing, unknown or not an address
 */
export async function readAddressFile<Name extends string>(
  file: string,
  names: readonly Name[],
  what: string,
): Promise<AddressFile<Name>> {
  let content: Record<string, unknown>;
  try {
    content = json5.parse(await readFile(file, "utf8"));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new DeploymentRefused(`${file} cannot be read: ${cause}.`, `Give a JSON5 file with ${what}.`);
  }
  const known: readonly string[] = ["chainId", ...names];
  const unknown = Object.keys(content).filter((key) => !known.includes(key));
  const wrong = names.filter((name) => !isAddress(content[name]));
  const { chainId } = content;
  if (unknown.length > 0 || wrong.length > 0 || !Number.isSafeInteger(chainId)) {
    throw new DeploymentRefused(
      `${file}: ${[
        ...(Number.isSafeInteger(chainId) ? [] : ["chainId is missing"]),
        ...wrong.map((name) => `${name} is ${content[name] === undefined ? "missing" : "no address"}`),
        ...unknown.map((key) => `${key} is unknown`),
      ].join(", ")}.`,
      `It must hold chainId and exactly these addresses: ${names.join(", ")}.`,
    );
  }
  const addresses = Object.fromEntries(names.map((name) => [name, content[name]])) as Record<Name, string>;
  return { chainId: BigInt(chainId as number), addresses };
}
