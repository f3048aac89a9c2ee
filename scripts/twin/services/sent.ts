import { AbiCoder, type Interface } from "ethers";
import type { Chunk } from "../../../model/4-avs/availability/chunks.ts";
import type { JoinData } from "../../../model/4-avs/service-manager.ts";
import type { Action } from "../../../model/3-restaking/step.ts";
import { recover } from "../../../model/shared/signature.ts";
import type { Sent } from "../shared/chain-side.ts";
import { bytesOf } from "./bytes.ts";
import type { Stand } from "./stand.ts";
import type { Words } from "./words.ts";

/** What stands for the bytes of a signature of nobody. */
export const NOBODY = "signed by nobody";
const NO_SIGNATURE = `0x${"11".repeat(65)}`;

/** What operators sign: name and fields of each kind of data, the name of the domain. */
const SIGNED: Readonly<Record<string, { readonly domain: string; readonly fields: readonly (readonly string[])[] }>> = {
  StateRoot: {
    domain: "Restaking Ladder Bridge",
    fields: [
      ["operator", "address"],
      ["height", "uint64"],
      ["root", "bytes32"],
    ],
  },
  Price: {
    domain: "Restaking Ladder PriceOracle",
    fields: [
      ["operator", "address"],
      ["round", "uint64"],
      ["priceWad", "uint256"],
    ],
  },
  Custody: {
    domain: "Restaking Ladder Availability",
    fields: [
      ["operator", "address"],
      ["blobId", "bytes32"],
      ["chunkCount", "uint32"],
      ["keptUntil", "uint48"],
    ],
  },
};

/** Functions that take ether, which is the model's first argument. */
const PAYABLE = new Set(["challenge", "borrow", "deposit"]);

/** Makes calls of the model into calls of the chain. */
export async function senderOf({ chain, abis }: Stand, words: Words) {
  const { ethers } = chain.connection;
  const { chainId } = await ethers.provider.getNetwork();
  const signers = new Map((await ethers.getSigners()).map((one) => [one.address.toLowerCase(), one]));
  const known = new Map<string, string>();

  const sign = async (text: string): Promise<string> => {
    const digest = text.slice(text.indexOf(": ") + 2);
    const signer = signers.get(recover(digest, text));
    if (signer === undefined) return NO_SIGNATURE;
    const [kind, service, ...values] = JSON.parse(digest) as [string, string, ...string[]];
    const { domain, fields } = SIGNED[kind] as (typeof SIGNED)[string];
    const types = { [kind]: fields.map(([name, type]) => ({ name: String(name), type: String(type) })) };
    const value = Object.fromEntries(fields.map(([name], nth) => [String(name), words.toChain(values[nth])]));
    return signer.signTypedData({ name: domain, version: "1", chainId, verifyingContract: service }, types, value);
  };
  const signatureFor = async (text: string): Promise<string> => {
    const signature = known.get(text) ?? (await sign(text));
    known.set(text, signature);
    return signature;
  };

  /** Values as the ABI takes them: signatures and what is sent along as bytes. */
  const plain = async (value: unknown): Promise<unknown> => {
    if (typeof value === "string") return value.startsWith("signed by ") ? signatureFor(value) : words.toChain(value);
    if (Array.isArray(value)) return Promise.all(value.map(plain));
    if (typeof value !== "object" || value === null) return value;
    if ("entitlementWei" in value || "length" in value) return bytesOf(value as Chunk);
    const entries = await Promise.all(
      Object.entries(value).map(async ([key, one]) => [
        key,
        key === "data" ? dataOf(one as JoinData | undefined) : await plain(one),
      ]),
    );
    return Object.fromEntries(entries) as unknown;
  };

  return async ({ from, to, function: name, args }: Action): Promise<Sent> => {
    const abi = abis.get(to) as Interface;
    const hook = name === "registerOperator";
    const given = hook ? [...args.slice(0, -1), dataOf(args.at(-1) as JoinData | undefined)] : args;
    const [value, rest] = PAYABLE.has(name) ? [given[0] as bigint, given.slice(1)] : [0n, given];
    const data = abi.encodeFunctionData(name, (await plain(rest)) as unknown[]);
    return { from, to, data, value, function: { abi, name } };
  };
}

const dataOf = (data: JoinData | undefined): string =>
  data === undefined ? "0x" : AbiCoder.defaultAbiCoder().encode(["uint8", "address"], [data.kind, data.key]);
