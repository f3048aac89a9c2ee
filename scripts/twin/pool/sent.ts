import { Signature, type TypedDataDomain, type TypedDataField } from "ethers";
import { pubkeyHashOf as nameOfKey } from "../../../model/1-staking/deposits.ts";
import type { PoolAction } from "../../../model/2-liquid-staking/step.ts";
import { recover, SOMEBODY_ELSE } from "../../../model/shared/signature.ts";
import { depositDataFor, pubkeyHashOf } from "../../beacon/depositData.ts";
import type { Sent } from "../shared/chain-side.ts";
import type { Contract, Deployed } from "./look.ts";

const PERMIT = ["owner", "spender", "value", "nonce", "deadline"].map((name, index) => ({
  name,
  type: index < 2 ? "address" : "uint256",
}));
const PAYABLE = new Set(["submit", "exitForQueue", "returnDust", "receive", "deposit", "requestWithdrawal"]);
/** Whoever is recovered from what he has not signed. */
const RECOVERED = /InvalidSigner\((0x[0-9a-f]{40}),/;

/** Who signs for himself. */
interface Signer {
  readonly address: string;
  readonly signTypedData: (
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ) => Promise<string>;
}

/** How a model's actions go to the chain, and how the chain's words are read. */
export interface Post {
  readonly sentOf: (action: PoolAction) => Promise<Sent>;
  /** Words with the names that the model has for hashes of keys, and for whoever signed nothing. */
  readonly named: (words: string) => string;
}

export function postOf(
  deployed: Deployed,
  chainId: bigint,
  signers: readonly Signer[],
  people: readonly string[],
): Post {
  const hashes = new Map<string, string>();
  const noteKey = (pubkey: string) => hashes.set(pubkeyHashOf(pubkey).toLowerCase(), nameOfKey(pubkey));

  const signed = async (contract: Contract, given: readonly unknown[]): Promise<unknown[]> => {
    const [owner, spender, value, deadline, signature] = given as [string, string, bigint, bigint, string];
    const [signer, nonce] = signedBy(signature);
    const name = contract === "stEth" ? "Staked Ether" : "Wrapped Staked Ether";
    const domain = { name, version: "1", chainId, verifyingContract: deployed[contract].at };
    const bytes = await signers
      .find(({ address }) => address.toLowerCase() === signer)!
      .signTypedData(domain, { Permit: PERMIT }, { owner, spender, value, nonce, deadline });
    const { v, r, s } = Signature.from(bytes);
    return [owner, spender, value, deadline, v, r, s];
  };

  return {
    async sentOf({ from, contract, function: name, args: given }) {
      const { at, abi } = deployed[contract];
      const [value, rest] = PAYABLE.has(name) ? [given[0] as bigint, given.slice(1)] : [0n, [...given]];
      if (name === "receive") return { from, to: at, data: "0x", value };
      if (name === "deposit") {
        const [pubkey, credentials] = rest as [string, string];
        noteKey(pubkey);
        rest.push(depositDataFor(pubkey, credentials, value / 10n ** 9n).root);
      }
      if (name === "registerKeys") for (const pubkey of rest[0] as string[]) if (pubkey.length === 98) noteKey(pubkey);
      const sent = name === "permit" ? await signed(contract, rest) : rest;
      return { from, to: at, data: abi.encodeFunctionData(name, sent), value, function: { abi, name } };
    },
    named(words) {
      const known = words.replaceAll(/0x[0-9a-f]{64}/g, (hash) => hashes.get(hash) ?? hash);
      return known.replace(RECOVERED, (all, signer: string) =>
        people.includes(signer) ? all : all.replace(signer, SOMEBODY_ELSE),
      );
    },
  };
}

/** Who has signed, and which number of his. */
function signedBy(signature: string): readonly [string, bigint] {
  const digest = signature.slice(signature.indexOf(": ") + 2);
  return [recover(digest, signature), BigInt(digest.split(" ").at(-2) as string)];
}
