import { expect } from "chai";
import fc from "fast-check";
import { GWEI } from "../../../scripts/lib/units.ts";
import { deployProvenPod } from "./provenPod.ts";

const EPOCH_SECONDS = 384n;
const GAS = { gasLimit: 2_000_000n };

/** What happens in a block, in its order. */
const act = fc.constantFrom("sweep first", "sweep second", "penalise first", "start");
const block = fc.record({
  epochs: fc.bigInt({ min: 0n, max: 4n }),
  acts: fc.array(act, { minLength: 1, maxLength: 5 }),
});

describe("3-restaking: sweeps and checkpoints of one block", () => {
  it("RST-86: whatever a block sweeps before and after a checkpoint begins in it, each gwei counts once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 2, maxLength: 5 }), async (blocks) => {
        const { pod, chain, authority, manager, validator, prove, roots, now, networkHelpers, provider, ethers } =
          await deployProvenPod();
        const [first, second] = [await validator(1), await validator(2)];
        const play = async (acts: readonly string[]) => {
          const parent = await roots.next((await now()) + 12n);
          await provider.request({ method: "evm_setAutomine", params: [false] });
          for (const one of acts) {
            if (one === "sweep first") await chain.sweep(first, GAS);
            if (one === "sweep second") await chain.sweep(second, GAS);
            if (one === "penalise first") await chain.connect(authority).reportPenalty(first, 1_000n, GAS);
            if (one === "start") await pod.startCheckpoint(false, GAS);
          }
          await provider.request({ method: "evm_mine", params: [] });
          await provider.request({ method: "evm_setAutomine", params: [true] });
          return parent;
        };
        for (const { epochs, acts } of [...blocks, { epochs: 1n, acts: ["start"] }]) {
          if (epochs > 0n) await networkHelpers.time.increase(epochs * EPOCH_SECONDS);
          // one checkpoint a block
          const parent = await play(acts.filter((one, i) => one !== "start" || acts.indexOf(one) === i));
          if (!acts.includes("start")) continue;
          await prove(parent, [1, first], [2, second]);
          expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
          // what the core was told is what there was before the block: ether in the pod, and balances of that state
          const before = { blockTag: parent.number - 1 };
          const [one, two] = [await chain.validator(first, before), await chain.validator(second, before)];
          const told = await manager.queryFilter(manager.filters.Recorded());
          const shares = told.reduce((sum, { args }) => sum + args.balanceDeltaWei, 0n);
          const held = await ethers.provider.getBalance(pod, parent.number - 1);
          expect(shares).to.equal(held + (one.balanceGwei + two.balanceGwei) * GWEI);
        }
      }),
      { numRuns: 12 },
    );
  });
});
