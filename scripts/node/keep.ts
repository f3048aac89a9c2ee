import type { NetworkHooks } from "hardhat/types/hooks";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { EthereumProvider } from "hardhat/types/providers";
import { Refused } from "../lib/refused.ts";
import type { Kept } from "./state-file.ts";

/** Requests that change a chain or its clock; all others only ask. */
const CHANGES = /^(?:eth_send|evm_|hardhat_(?!metadata$|getAutomine$))/;

interface Mined {
  readonly number: string;
  readonly timestamp: string;
  readonly stateRoot: string;
}

interface Watch {
  begin(): void;
  end(): void;
}

/**
 * Tells of each request that changes the chain which this process serves, in the order in which the chain took them, and
 * where it led, between its beginning and its end.
 */
export function watchChain(hre: HardhatRuntimeEnvironment, tell: (kept: Kept) => void): Watch {
  let isTelling = false;
  let last: Promise<unknown> = Promise.resolve();
  const onRequest: NetworkHooks["onRequest"] = (context, connection, request, next) => {
    if (!isTelling || connection.networkName !== "default" || !CHANGES.test(request.method))
      return next(context, connection, request);
    const block = async (tag: string): Promise<Mined> =>
      (await connection.provider.request({ method: "eth_getBlockByNumber", params: [tag, false] })) as Mined;
    const work = async () => {
      const before = await block("latest");
      const { method, params } = request;
      const note = async (isRefused: boolean): Promise<void> => {
        const after = await block("latest");
        const first = BigInt(before.number) + 1n;
        // a transaction that reverts is refused, and mined all the same
        const mined = BigInt(after.number) >= first && {
          mined: { seconds: Number((await block(`0x${first.toString(16)}`)).timestamp), root: after.stateRoot },
        };
        tell({ method, params: params as unknown[], ...(isRefused && { failed: true as const }), ...mined });
      };
      try {
        const answer = await next(context, connection, request);
        await note("error" in answer);
        return answer;
      } catch (error) {
        await note(true);
        throw error;
      }
    };
    // one after the other, so that what a request did is not taken for another's doing
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const handlers = { onRequest };
  hre.hooks.registerHandlers("network", handlers);
  return {
    begin: () => {
      isTelling = true;
    },
    end: () => hre.hooks.unregisterHandlers("network", handlers),
  };
}

/** Does all of it again on a fresh chain, each block at its time. @throws Refused when it leads elsewhere */
export async function playAgain(
  provider: EthereumProvider,
  kept: readonly Kept[],
  onDone: (done: number) => void = () => {},
): Promise<void> {
  const request = (method: string, params: readonly unknown[]) => provider.request({ method, params: [...params] });
  for (const [index, { method, params, failed, mined }] of kept.entries()) {
    // evm_mine may be told its time itself
    if (mined !== undefined && !(method === "evm_mine" && params.length > 0))
      await request("evm_setNextBlockTimestamp", [mined.seconds]);
    await request(method, params).catch((error: unknown) => {
      if (failed !== true) throw error;
    });
    if (mined !== undefined) {
      const { stateRoot } = (await request("eth_getBlockByNumber", ["latest", false])) as Mined;
      if (stateRoot !== mined.root)
        throw new Refused(
          `Played again, request ${index + 1} of ${kept.length} (${method}) leads to another state than it did. Begin anew with another file.`,
        );
    }
    onDone(index + 1);
  }
}
