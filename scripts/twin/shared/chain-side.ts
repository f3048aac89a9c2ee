import { id, type Interface } from "ethers";
import type { Chain } from "../../replay/chain/rpc.ts";
import { spell, spellError, spellLogs, spellResult, type Told } from "./spell.ts";

/** A call, ready to be sent. */
export interface Sent {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly value: bigint;
  /** What is called, for its results; nothing where ether is sent alone. */
  readonly function?: { readonly abi: Interface; readonly name: string };
}

/** A question to a contract. */
export interface Question {
  readonly to: string;
  readonly abi: Interface;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** What the comparison does on a chain. */
export interface ChainSide {
  /** Sends a call in a block of this time. One that reverts is not mined: it would change nothing. */
  readonly play: (sent: Sent, timestamp: bigint) => Promise<Told>;
  /** Answers in words, and the wei of accounts, as they stand in the last block. */
  readonly look: (questions: readonly Question[], accounts: readonly string[]) => Promise<readonly string[]>;
}

const WORD = 64;

/**
 * @param lens where a Lens stands, which is asked everything at once
 * @param abis of the contracts whose logs are compared, by address in lower case
 * @param strangers ABIs of others whose errors can come through
 */
export async function chainSideOf(
  { connection, call, impersonate }: Chain,
  lens: string,
  abis: ReadonlyMap<string, Interface>,
  strangers: readonly Interface[] = [],
): Promise<ChainSide> {
  const { provider } = connection;
  const request = (method: string, ...params: unknown[]): Promise<unknown> => provider.request({ method, params });
  const known = [...new Set(abis.values()), ...strangers];
  const asked = new Map<string, string>();
  const heard = new Map<string, string>();

  const packed = ({ abi, name, to, args }: Question): string => {
    const key = `${to}.${name}(${spell(args)})`;
    const cached = asked.get(key);
    if (cached !== undefined) return cached;
    const question = to.slice(2) + lengthThenBytes(abi.encodeFunctionData(name, args));
    asked.set(key, question);
    return question;
  };
  // most answers are those of the step before: each is read once
  const wordsOf = ({ abi, name }: Question, { ok, data }: Answer): string => {
    const key = `${name}${ok}${data}`;
    const cached = heard.get(key);
    if (cached !== undefined) return cached;
    const words = ok ? spellResult(abi.decodeFunctionResult(name, data)) : spellError(known, data);
    if (heard.size > 200_000) heard.clear();
    heard.set(key, words);
    return words;
  };

  return {
    async play({ from, to, data, value, function: called }, timestamp) {
      await impersonate(from);
      await request("evm_setNextBlockTimestamp", `0x${timestamp.toString(16)}`);
      const answer = await call({ from, to, data, value });
      if (!answer.ok) return { ok: false, said: spellError(known, answer.data), events: [] };
      const sent = { from, to, data, value: `0x${value.toString(16)}`, gas: "0xbebc200", gasPrice: "0x0" };
      const hash = await request("eth_sendTransaction", sent);
      const receipt = (await request("eth_getTransactionReceipt", hash)) as Receipt;
      if (receipt.status !== "0x1") throw new Error("the receipt contradicts the call");
      const said = called === undefined ? "" : spellResult(called.abi.decodeFunctionResult(called.name, answer.data));
      return { ok: true, said, events: spellLogs(receipt.logs, abis) };
    },
    async look(questions, accounts) {
      const asking = questions.map(packed).join("") + accounts.map((account) => `${account.slice(2)}0000`).join("");
      const [offset, length] = [32, asking.length / 2].map((word) => word.toString(16).padStart(WORD, "0"));
      const padding = "0".repeat((WORD - (asking.length % WORD)) % WORD);
      const data = `${LOOK}${offset}${length}${asking}${padding}`;
      const answer = (await request("eth_call", { to: lens, data, gas: "0xbebc200" }, "latest")) as string;
      const next = reader(answer);
      return [
        ...questions.map((question) => wordsOf(question, next())),
        ...accounts.map(() => String(BigInt(next().data))),
      ];
    },
  };
}

/** The lens' only function. */
const LOOK = id("look(bytes)").slice(0, 10);

/** Bytes of hex as the lens takes them: how many in two bytes, and they. */
const lengthThenBytes = (hex: string): string => ((hex.length - 2) / 2).toString(16).padStart(4, "0") + hex.slice(2);

interface Receipt {
  readonly status: string;
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[];
}

interface Answer {
  readonly ok: boolean;
  readonly data: string;
}

/** Reads what the lens returns, an answer at each call. */
function reader(hex: string): () => Answer {
  let at = 2 + 2 * WORD;
  return () => {
    const [start, ok] = [at + 8, hex[at + 1] === "1"];
    at = start + 2 * Number.parseInt(hex.slice(at + 2, start), 16);
    return { ok, data: `0x${hex.slice(start, at)}` };
  };
}
