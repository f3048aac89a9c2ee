import { expect } from "chai";
import { credentialsFor, pubkeyOf } from "../../../scripts/beacon/depositData.ts";
import { proveValidator } from "../../../scripts/beacon/proofs/prove.ts";
import { ETH, ETH_IN_GWEI, GWEI } from "../../../scripts/lib/units.ts";
import { hashOf } from "./pod.ts";
import { deployProvenPod } from "./provenPod.ts";

const PAUSED_CONSOLIDATIONS = 9n;
const pair = (source: number, target: number) => ({
  srcPubkey: pubkeyOf("test", source),
  targetPubkey: pubkeyOf("test", target),
});

describe("3-restaking: consolidations of pods", () => {
  it("RST-138: the owner or the proof submitter asks, for targets of the pod, and is told of the real pod's faults in its order", async () => {
    const { pod, manager, chain, ethers, alice, bob, carol, validator } = await deployProvenPod();
    await validator(1);
    await validator(2, { type: 2 });
    await validator(3, { type: 2, restaked: false });
    const refused = async (error: string, call: Promise<unknown>) =>
      expect(call).to.be.revertedWithCustomError(pod, error);
    const short = { ...pair(1, 3), srcPubkey: `0x${"11".repeat(47)}` };
    await manager.setPaused(PAUSED_CONSOLIDATIONS, true);
    await refused("CurrentlyPaused", pod.connect(bob).requestConsolidation([short]));
    await manager.setPaused(PAUSED_CONSOLIDATIONS, false);
    await refused("OnlyEigenPodOwnerOrProofSubmitter", pod.connect(bob).requestConsolidation([short]));
    await refused("InsufficientFunds", pod.requestConsolidation([short]));
    await refused("InvalidPubKeyLength", pod.requestConsolidation([short], { value: 1n }));
    const long = { ...pair(1, 3), targetPubkey: `0x${"11".repeat(49)}` };
    await refused("InvalidPubKeyLength", pod.requestConsolidation([long], { value: 1n }));
    await refused("ValidatorNotActiveInPod", pod.requestConsolidation([pair(1, 3)], { value: 1n }));
    await refused("InsufficientFunds", pod.requestConsolidation([pair(1, 2), pair(1, 2)], { value: 1n }));

    expect(await pod.getConsolidationRequestFee()).to.equal(1n);
    await pod.setProofSubmitter(carol);
    const fees = 5n * ETH;
    await expect(pod.connect(carol).requestConsolidation([pair(1, 2), pair(3, 2), pair(1, 1)], { value: fees }))
      .to.emit(pod, "ConsolidationRequested")
      .withArgs(hashOf(1), hashOf(2))
      .and.to.emit(pod, "ConsolidationRequested")
      .withArgs(hashOf(3), hashOf(2))
      .and.to.emit(pod, "SwitchToCompoundingRequested")
      .withArgs(hashOf(1))
      .and.to.emit(chain, "SwitchedToCompounding")
      .and.to.emit(chain, "ConsolidationRequestIgnored");
    await expect(pod.requestConsolidation([pair(1, 2)], { value: fees })).to.changeEtherBalance(ethers, alice, -1n);
    await pod.requestConsolidation([]);
  });

  it("RST-138: a validator that switched is proven with its new credentials, and a pod counts what it compounds", async () => {
    const { pod, manager, validator, rooted, advance, start, prove, deposit } = await deployProvenPod();
    const index = await validator(1);
    await pod.requestConsolidation([pair(1, 1)], { value: 1n });
    const { fields } = proveValidator(await rooted(), index);
    expect(fields[1]).to.equal(credentialsFor(2, await pod.getAddress()));
    await deposit(1, { ether: 8n });
    await advance(6n);
    const told = await manager.queryFilter(manager.filters.Recorded());
    expect(told).to.have.lengthOf(1);
    await prove(await start(), [1, index]);
    const { restakedBalanceGwei } = await pod.validatorPubkeyHashToInfo(hashOf(1));
    expect(restakedBalanceGwei).to.be.greaterThan(40n * ETH_IN_GWEI);
  });

  it("RST-138: a consolidation within a pod gains and loses nothing, while the exited balance shows what never arrived", async () => {
    const { pod, manager, chain, validator, advance, start, prove, ethers } = await deployProvenPod();
    const source = await validator(1);
    const target = await validator(2, { type: 2 });
    await advance(256n);
    await pod.requestConsolidation([pair(1, 2)], { value: 1n });
    await advance(100n);
    await prove(await start(), [1, source], [2, target]);
    await advance(162n);
    await chain.sweep(source);
    const block = await start();
    await expect(prove(block, [1, source], [2, target]))
      .to.emit(pod, "ValidatorWithdrawn")
      .withArgs(block.timestamp, hashOf(1));
    expect(await pod.checkpointBalanceExitedGwei(block.timestamp)).to.be.greaterThan(32n * ETH_IN_GWEI);
    const told = await manager.queryFilter(manager.filters.Recorded());
    const shares = told.reduce((sum, { args }) => sum + args.balanceDeltaWei, 0n);
    const held = await ethers.provider.getBalance(pod);
    const { balanceGwei } = await chain.validator(target);
    expect(shares).to.equal(held + balanceGwei * GWEI);
    expect(told.at(-1)!.args.balanceDeltaWei, "no loss").to.be.greaterThan(0n);
  });
});
