import { Contract, type InterfaceAbi } from "ethers";
import { pubkeyOf } from "../beacon/depositData.ts";
import { advanceBlocks, BLOCK_SECONDS } from "../lib/ladder/clock.ts";
import { sent } from "../lib/ladder/sent.ts";
import type { Field } from "./field.ts";
import type { Ground, Who } from "./ground.ts";
import { registeredKeys } from "./registered-keys.ts";
import { signedRequests } from "./signed-request.ts";

const FOREVER = 2n ** 64n - 1n;

/** A naive twin on the field's chain. It has the functions of ours, and lets anybody play the world. */
export async function naiveGround(field: Field, twin: string): Promise<Ground> {
  const { ladder, people, avs } = field;
  const { ethers } = ladder;
  const deployed = await ethers.deployContract(twin);
  const { abi } = await field.hre.artifacts.readArtifact(twin);
  const vault = new Contract(await deployed.getAddress(), abi as unknown as InterfaceAbi, avs);
  const by = (who: Who): Contract => vault.connect(people[who === "wallet" ? "alice" : who]) as Contract;
  const call = (contract: Contract, name: string, ...args: unknown[]) => sent(contract.getFunction(name)(...args));
  const tickets = new Map<Who, bigint>();
  const wallet = await ethers.deployContract("GreedyReceiver", [vault, 50_000n]);
  const pass = (seconds: bigint) => advanceBlocks(ladder.provider, seconds / BigInt(BLOCK_SECONDS) + 1n);
  const addressOf = async (who: Who) => (who === "wallet" ? wallet.getAddress() : people[who].getAddress());
  const deposit = async (who: Who, wei: bigint) =>
    call(by(who), "deposit", await addressOf(who), 0n, FOREVER, { value: wei });
  const register = async (signatureOf: (pubkey: string) => string): Promise<string> => {
    const pubkey = pubkeyOf("naive", 0);
    await call(vault, "registerKey", pubkey, signatureOf(pubkey));
    return pubkey;
  };
  return {
    ...registeredKeys(ladder, register, () => call(vault, "stakeKey", ladder.addresses.beaconChain)),
    ...signedRequests(ladder, vault, vault, people, (who, ticket) => tickets.set(who, ticket)),
    ladder,
    vault,
    queue: vault,
    exits: vault,
    core: vault,
    restaker: vault,
    addressOf,
    deposit,
    stakeLater: deposit,
    depositFor: (account, wei) => call(vault, "deposit", account, 0n, FOREVER, { value: wei }),
    async finish() {
      await call(vault, "unwind", await vault.getFunction("staked")());
      await call(vault, "settle");
    },
    async stake(who, wei) {
      await deposit(who, wei);
      await call(vault, "restake", wei);
    },
    async request(who, shares, owner = who) {
      const args = [shares, await addressOf(owner), 0n, FOREVER];
      const connected = by(who);
      tickets.set(owner, await connected.getFunction("request").staticCall(...args));
      await call(connected, "request", ...args);
    },
    async close() {
      await pass(3_600n);
      await call(vault, "close");
    },
    settle: () => call(vault, "settle"),
    claim: async (who) =>
      who === "wallet"
        ? call(vault, "claimFor", [tickets.get(who)])
        : call(by(who), "claim", tickets.get(who), await addressOf(who)),
    async leave(who) {
      const holder = await addressOf(who);
      await call(by(who), "exitInstantly", await vault.getFunction("balanceOf")(holder), holder, 0n, FOREVER);
    },
    offer: async (who, to) => call(by(who), "approve", to, await vault.getFunction("balanceOf")(await addressOf(who))),
    gain: (wei) => call(vault, "gain", { value: wei }),
    async slash(percent) {
      const staked = (await vault.getFunction("staked")()) as bigint;
      await call(vault, "slash", (staked * percent) / 100n);
    },
    // nobody asks
    announce: async () => undefined,
    report: () => call(vault, "report"),
    callBack: (_shares, stake) => call(vault, "unwind", stake),
    complete: () => call(vault, "complete"),
    async takeOn(operator, wei) {
      const { delegation, strategies, wstEthStrategy } = ladder.addresses;
      if (vault.interface.hasFunction("takeOn"))
        await call(vault, "takeOn", operator, wei, delegation, strategies, wstEthStrategy);
      else await call(vault, "restake", wei);
    },
    pass,
    async worth(account) {
      const shares = (await vault.getFunction("balanceOf")(account)) as bigint;
      const assets = (await vault.getFunction("toAssetsDown")(shares)) as bigint;
      const { stETH, wstETH } = ladder.contracts;
      const lst = await stETH.getPooledEthByShares(await wstETH.balanceOf(account));
      return (await ethers.provider.getBalance(account)) + lst + assets;
    },
  };
}
