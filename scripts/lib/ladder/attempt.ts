import type { ContractTransactionResponse } from "ethers";
import { sent } from "./sent.ts";

/** A contract's method as typechain has it: can be tried before it is sent. */
interface Method<Args extends unknown[]> {
  (...args: Args): Promise<ContractTransactionResponse>;
  staticCall(...args: Args): Promise<unknown>;
}

/** Sends a call that anybody may make, if it would work now. @returns whether it was sent */
export async function attempt<Args extends unknown[]>(method: Method<Args>, ...args: Args): Promise<boolean> {
  try {
    await method.staticCall(...args);
  } catch {
    return false;
  }
  await sent(method(...args));
  return true;
}
