import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { credentialsFor, depositDataFor, pubkeyOf } from "../../scripts/beacon/depositData.ts";
import { beaconOf } from "../../scripts/lib/ladder/beacon.ts";
import { advanceBlocks } from "../../scripts/lib/ladder/clock.ts";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { ETH, ETH_IN_GWEI } from "../../scripts/lib/units.ts";
import { readChoice } from "../../scripts/prove/choice.ts";
import { prove } from "../../scripts/prove/prove.ts";
import type { EigenPod } from "../../typechain-types/index.ts";
import { freshLadder } from "./fresh-ladder.ts";

/** EIP-7825: what a transaction may use. */
const GAS_CAP = 16_777_216n;
const VALIDATORS = 420n;
const SLOTS = 32n;
/** Deposits wait for their churn of 256 ETH an epoch, validators for their activation. */
const EPOCHS_TO_ACTIVE = (VALIDATORS * 32n) / 256n + 20n;

class Interrupted extends Error {}

/** A keeper who sends so many transactions and is heard of no more; what he sent is in `sent`. */
function keeperOf(keeper: HardhatEthersSigner, most: number, sent: string[]): HardhatEthersSigner {
  const sendTransaction: HardhatEthersSigner["sendTransaction"] = async (transaction) => {
    if (sent.length === most) throw new Interrupted();
    const answer = await keeper.sendTransaction(transaction);
    sent.push(answer.hash);
    return answer;
  };
  return new Proxy(keeper, {
    get: (of, name) => (name === "sendTransaction" ? sendTransaction : (Reflect.get(of, name) as unknown)),
  });
}

/** A pod of an account's own, with validators that are active and not proven. The keeper may prove them. */
async function largePod(ladder: Ladder): Promise<{ pod: EigenPod; owner: HardhatEthersSigner }> {
  const { contracts, ethers, provider, keeper } = ladder;
  const owner = ladder.others[0]!;
  await provider.request({ method: "hardhat_setBalance", params: [owner.address, `0x${(10n ** 23n).toString(16)}`] });
  await contracts.pods.connect(owner).createPod();
  const pod = await ethers.getContractAt("EigenPod", await contracts.pods.ownerToPod(owner), owner);
  await pod.setProofSubmitter(keeper);
  const credentials = credentialsFor(1, await pod.getAddress());
  const chain = contracts.beaconChain.connect(owner);
  for (let number = 0; number < VALIDATORS; number++) {
    const { pubkey, signature, root } = depositDataFor(pubkeyOf("large", number), credentials, 32n * ETH_IN_GWEI);
    await chain.deposit(pubkey, credentials, signature, root, { value: 32n * ETH, gasLimit: 1_000_000n });
  }
  await advanceBlocks(provider, EPOCHS_TO_ACTIVE * SLOTS);
  return { pod, owner };
}

describe("hardhat prove, of a large pod [uninstrumented]", function () {
  this.timeout(600_000);

  it("RST-139: sends its calls whole under the cap of a transaction, and goes on after an interruption", async () => {
    const ladder = await freshLadder();
    const { pod, owner } = await largePod(ladder);
    const run = async (kind: string, most: number, sent: string[]): Promise<string> => {
      const said: string[] = [];
      const asked = { pod: await pod.getAddress(), kind, time: undefined, out: undefined, send: true, json: false };
      const stage = {
        ladder: { ...ladder, keeper: keeperOf(ladder.keeper, most, sent) },
        say: (line: string) => said.push(line),
      };
      await prove(readChoice(asked), stage);
      return said.join("\n");
    };
    const gasOf = async (hashes: readonly string[]): Promise<bigint[]> =>
      Promise.all(hashes.map(async (hash) => (await ladder.ethers.provider.getTransactionReceipt(hash))!.gasUsed));
    /** What was sent had its proofs in it, and the fullest call is near the cap: a fuller one would not fit by far. */
    const checkGas = async (hashes: readonly string[], bytesOfFullest: number): Promise<void> => {
      const used = await gasOf(hashes);
      const fullest = used.reduce((one, other) => (one > other ? one : other));
      expect(fullest)
        .to.be.lessThanOrEqual(GAS_CAP)
        .and.greaterThan((GAS_CAP * 4n) / 5n);
      const { data } = (await ladder.ethers.provider.getTransaction(hashes[0]!))!;
      expect((data.length - 2) / 2).to.be.greaterThan(bytesOfFullest);
    };

    const first: string[] = [];
    expect(await run("credentials", 1, first).catch((error: unknown) => error)).to.be.instanceOf(Interrupted);
    expect(await pod.activeValidatorCount()).to.equal(200n);
    expect(await run("credentials", 9, first)).to.match(/: 220 validators in 2 calls, sent$/);
    expect(await pod.activeValidatorCount()).to.equal(VALIDATORS);
    expect(first).to.have.lengthOf(3);
    await checkGas(first, 200 * 47 * 32);

    await advanceBlocks(ladder.provider, SLOTS);
    await (await beaconOf(ladder)).next();
    await pod.connect(owner).startCheckpoint(false);
    const second: string[] = [];
    expect(await run("checkpoint", 1, second).catch((error: unknown) => error)).to.be.instanceOf(Interrupted);
    expect((await pod.currentCheckpoint()).proofsRemaining).to.equal(VALIDATORS - 300n);
    // a day and more later the root is out of EIP-4788's buffer: the pod has kept it
    await advanceBlocks(ladder.provider, 8_192n);
    expect(await run("checkpoint", 9, second)).to.match(/: 120 validators in 1 call, sent$/);
    expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
    await checkGas(second, 300 * 39 * 32);
  });
});
