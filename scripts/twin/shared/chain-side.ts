import type { Interface } from "ethers";
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
 * @param abis of the contracts whose logs are compared, by address in lower case
 * @param strangers ABIs of others whose errors can come through
 */
export async function chainSideOf(
  { connection, call, impersonate }: Chain,
  lens: { readonly at: string; readonly abi: Interface },
  abis: ReadonlyMap<string, Interface>,
  strangers: readonly Interface[] = [],
): Promise<ChainSide> {
  const { provider } = connection;
  const request = (method: string, ...params: unknown[]): Promise<unknown> => provider.request({ method, params });
  const known = [...new Set(abis.values()), ...strangers];
  const asked = new Map<string, string>();
  const heard = new Map<string, string>();

  const dataOf = ({ abi, name, to, args }: Question): string => {
    const key = `${to}.${name}(${spell(args)})`;
    const cached = asked.get(key);
    if (cached !== undefined) return cached;
    const data = abi.encodeFunctionData(name, args);
    asked.set(key, data);
    return data;
  };
  // most answers are those of the step before: each is read once
  const wordsOf = ({ abi, name }: Question, ok: boolean, data: string): string => {
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
      const args = [questions.map(({ to }) => to), questions.map(dataOf), accounts];
      const data = lens.abi.encodeFunctionData("look", args);
      const answer = (await request("eth_call", { to: lens.at, data, gas: "0xbebc200" }, "latest")) as string;
      const read = reader(answer);
      const [oks, answers, balances] = [read.numbers(0), read.strings(1), read.numbers(2)];
      const words = questions.map((question, index) => wordsOf(question, oks[index] === 1n, answers[index] as string));
      return [...words, ...balances.map(String)];
    },
  };
}

interface Receipt {
  readonly status: string;
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[];
}

/** Reads what the lens returns: a tuple of lists. */
function reader(hex: string) {
  const numberAt = (byte: number): number => Number(`0x${hex.slice(2 + byte * 2, 2 + byte * 2 + WORD)}`);
  const listAt = (index: number) => {
    const start = numberAt(index * 32);
    return { start: start + 32, length: numberAt(start) };
  };
  return {
    numbers(index: number): bigint[] {
      const { start, length } = listAt(index);
      return Array.from({ length }, (_, nth) =>
        BigInt(`0x${hex.slice(2 + (start + nth * 32) * 2, 2 + (start + nth * 32) * 2 + WORD)}`),
      );
    },
    strings(index: number): string[] {
      const { start, length } = listAt(index);
      return Array.from({ length }, (_, nth) => {
        const at = start + numberAt(start + nth * 32);
        return `0x${hex.slice(2 + (at + 32) * 2, 2 + (at + 32 + numberAt(at)) * 2)}`;
      });
    },
  };
}
