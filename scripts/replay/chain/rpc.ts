import { network } from "hardhat";

/** A transaction or a call, ready to send: the sender is impersonated, the gas price is nothing. */
export interface Call {
  readonly from: string;
  readonly to?: string;
  readonly data: string;
  /** Wei that are sent with it. */
  readonly value?: bigint | undefined;
}

/** What a call gave: the returned bytes or the revert data. */
type Answer = { readonly ok: true; readonly data: string } | { readonly ok: false; readonly data: string };

/** A log as nodes give it. */
export interface Log {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

export type Connection = Awaited<ReturnType<typeof openConnection>>;

/** Far above what a step needs and what EIP-7825 allows a transaction, for sets and lists longer than the recorded ones. */
const GAS = "0xbebc200";

/**
 * A chain on which one block can hold any number of steps: no gas cap on transactions, gas for nothing, transactions
 * of a block in the order in which they came.
 */
function openConnection({
  forked,
  from,
  sameTime = false,
}: { forked?: string; from?: bigint; sameTime?: boolean } = {}) {
  return network.create({
    network: "default",
    override: {
      blockGasLimit: 1_000_000_000_000n,
      transactionGasCap: false,
      ...(forked === undefined ? {} : { forking: { enabled: true, url: forked } }),
      ...(from === undefined ? {} : { initialDate: new Date(Number(from) * 1_000) }),
      initialBaseFeePerGas: 0n,
      allowBlocksWithSameTimestamp: sameTime,
      mining: { auto: true, mempool: { order: "fifo" } },
    },
  });
}

/** The few node calls that the replay makes, on a fresh in-process chain. */
export const openChain = async () => chainOver(await openConnection());

/** The same as a fork of the chain behind a node. */
export const forkChain = async (url: string) => chainOver(await openConnection({ forked: url }));

/** The same, beginning at that time in seconds. */
export const openChainAt = async (from: bigint) => chainOver(await openConnection({ from }));

/** The same, on which a block may have the time of the one before. */
export const openChainOfAnyTimeAt = async (from: bigint) => chainOver(await openConnection({ from, sameTime: true }));

function chainOver(connection: Connection) {
  const { provider } = connection;
  const request = (method: string, ...params: unknown[]): Promise<unknown> => provider.request({ method, params });
  const known = new Set<string>();

  async function send({ from, to, data }: Call): Promise<string> {
    await impersonate(from);
    return (await request("eth_sendTransaction", { from, to, data, gas: GAS, gasPrice: "0x0" })) as string;
  }

  /** Runs a call on top of everything that the current block holds so far. */
  async function call({ from, to, data, value = 0n }: Call): Promise<Answer> {
    const sent = { from, to, data, value: `0x${value.toString(16)}`, gas: GAS };
    try {
      return { ok: true, data: (await request("eth_call", sent, "pending")) as string };
    } catch (error) {
      return { ok: false, data: revertData(error) };
    }
  }

  async function impersonate(account: string): Promise<void> {
    if (known.has(account)) return;
    known.add(account);
    await request("hardhat_impersonateAccount", account);
  }

  /** Closes the current block and adds empty ones: `count` blocks later than before. */
  const mine = (count: bigint) => request("hardhat_mine", `0x${count.toString(16)}`, "0xc");

  /** Whether a mined transaction did its work or reverted, and what it logged. */
  async function receipt(hash: string): Promise<{ readonly ok: boolean; readonly logs: readonly Log[] }> {
    const mined = (await request("eth_getTransactionReceipt", hash)) as { status: string; logs: Log[] } | null;
    if (mined === null) throw new Error(`transaction ${hash} was not mined`);
    return { ok: mined.status === "0x1", logs: mined.logs };
  }

  return {
    connection,
    send,
    call,
    mine,
    impersonate,
    receipt,
    blockNumber: async () => BigInt((await request("eth_blockNumber")) as string),
    /** The time of the block that is mined next. */
    setNextTime: (seconds: bigint) => request("evm_setNextBlockTimestamp", `0x${seconds.toString(16)}`),
    setCode: (account: string, code: string) => request("hardhat_setCode", account, code),
    setBalance: (account: string, wei: bigint) => request("hardhat_setBalance", account, `0x${wei.toString(16)}`),
    holdBlocks: () => request("evm_setAutomine", false),
  };
}

export type Chain = ReturnType<typeof chainOver>;

/** The revert data inside a node's error. */
function revertData(error: unknown): string {
  for (let at = error; typeof at === "object" && at !== null;) {
    const { data, cause } = at as { data?: unknown; cause?: unknown };
    if (typeof data === "string") return data;
    at = typeof data === "object" && data !== null ? data : cause;
  }
  throw error;
}
