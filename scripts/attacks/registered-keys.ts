import { depositDataFor, pubkeyHashOf } from "../beacon/depositData.ts";
import { advanceBlocks } from "../lib/ladder/clock.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { sent } from "../lib/ladder/sent.ts";
import type { Ground } from "./ground.ts";

const SLOTS_PER_EPOCH = 32n;

/** The signature of a deposit depends on its key alone: rung 1 verifies none. */
const signatureOf = (pubkey: string): string =>
  depositDataFor(pubkey, `0x01${"00".repeat(31)}`, 32n * 10n ** 9n).signature;

/**
 * A validator's key, from its registration to what is paid out.
 * @param register tells the vault of a key, and returns it
 * @param stakeKey stakes with it
 */
export function registeredKeys(
  { ethers, provider, contracts: { beaconChain }, keeper }: Ladder,
  register: (signature: (pubkey: string) => string) => Promise<string>,
  stakeKey: () => Promise<unknown>,
): Pick<Ground, "registerKey" | "stakeKey" | "epochs" | "sweep" | "keyBoard"> {
  let board: ReturnType<Ground["keyBoard"]> | undefined;
  let key: string | undefined;
  const keyBoard = (): ReturnType<Ground["keyBoard"]> => (board ??= ethers.deployContract("KeyBoard"));
  return {
    keyBoard,
    stakeKey,
    async registerKey() {
      key = await register(signatureOf);
      await sent((await keyBoard()).getFunction("show")(key, signatureOf(key)));
    },
    epochs: (count) => advanceBlocks(provider, count * SLOTS_PER_EPOCH),
    async sweep() {
      if (key === undefined) throw new Error("no key was registered");
      const { index } = await beaconChain.indexOf(pubkeyHashOf(key));
      await sent(beaconChain.connect(keeper).sweep(index));
    },
  };
}
