import { expect } from "chai";
import { Interface } from "ethers";
import { Decoder } from "../../scripts/lib/ladder/answers.ts";
import { advanceBlocks } from "../../scripts/lib/ladder/clock.ts";
import { addSlot, registerOperator } from "../../scripts/lib/ladder/operators.ts";
import { indexOf, podOf } from "../../scripts/lib/ladder/pod-of.ts";
import { ETH } from "../../scripts/lib/units.ts";
import { freshLadder } from "./fresh-ladder.ts";

describe("What is remembered of a chain", () => {
  it("SCN-64: slots are asked for once, and again when the chain is set back", async () => {
    const ladder = await freshLadder();
    const [north, south] = ladder.others;
    const snapshot = await ladder.provider.request({ method: "evm_snapshot" });
    await advanceBlocks(ladder.provider, await registerOperator(ladder, north!));
    await addSlot(ladder, north!, { weightBps: 5_000n, capWei: 1_000n * ETH });
    const { pod, delegator } = await podOf(ladder, 0n);
    // the same object, for contracts are compared by their addresses
    expect((await podOf(ladder, 0n)).pod === pod).to.equal(true);
    expect(await pod.podOwner()).to.equal(await delegator.getAddress());
    expect(await indexOf(ladder, `0x${"11".repeat(32)}`)).to.equal(undefined);

    await ladder.provider.request({ method: "evm_revert", params: [snapshot] });
    const gone = await podOf(ladder, 0n).then(
      () => "is there",
      () => "is gone",
    );
    expect(gone).to.equal("is gone");
    await advanceBlocks(ladder.provider, await registerOperator(ladder, south!));
    await addSlot(ladder, south!, { weightBps: 5_000n, capWei: 1_000n * ETH });
    expect((await podOf(ladder, 0n)).pod === pod).to.equal(false);
  });

  it("SCN-05: an error of one shape with other names has all of them, or those that are wanted", () => {
    const made = (name: string, second: string) => ({
      name,
      abi: Interface.from([`error TooOld(uint256 asOf, uint256 ${second})`]),
    });
    const abis = [made("Entrance", "newsFrom"), made("Exit", "maxAge")];
    const decoder = new Decoder(abis);
    const thrown = { data: abis[0]!.abi.encodeErrorResult("TooOld", [7n, 9n]) };
    const namesOf = (wanted?: readonly string[]) => decoder.error(thrown, wanted)?.args.map(({ name }) => name);
    expect(namesOf()).to.deep.equal(["asOf", "newsFrom or maxAge"]);
    expect(namesOf(["maxAge"])).to.deep.equal(["asOf", "maxAge"]);
    expect(namesOf(["asOf", "newsFrom"])).to.deep.equal(["asOf", "newsFrom"]);
  });
});
