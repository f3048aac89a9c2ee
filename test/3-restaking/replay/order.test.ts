import { expect } from "chai";
import { getCreateAddress } from "ethers";
import { addressOrder, BEACON, strategyDeployers } from "../../../scripts/replay/chain/order.ts";
import type { Recording } from "../../../scripts/replay/format/types.ts";
import { BEACON_CHAIN_ETH_STRATEGY } from "../../../scripts/lib/units.ts";

const NOT_ASCENDING = "0x9f1c8053";

/** A recording of slashes only: what they list, and what the core said. */
const slashes = (...lists: readonly (readonly [names: string[], revertData?: string])[]): Recording =>
  ({
    steps: lists.map(([strategies, revertData]) => ({
      action: "slashOperator",
      args: { strategies },
      result: revertData === undefined ? { ok: true } : { ok: false, revertData },
    })),
  }) as unknown as Recording;

describe("addresses of recorded strategies", () => {
  it("RST-64: ascend as the slashes that went through list them", () => {
    expect(addressOrder(slashes([["C", "A"]], [["A", "B"]]), ["A", "B", "C"])).to.deep.equal(["C", "A", "B"]);
  });

  it("RST-64: descend in a list that was refused for not ascending", () => {
    expect(addressOrder(slashes([["A", "B"], NOT_ASCENDING]), ["A", "B"])).to.deep.equal(["B", "A"]);
    const refusedOnce = slashes([["A", "B", "C"], NOT_ASCENDING], [["A", "B"]], [["A", "C"], "0x13536031"]);
    expect(addressOrder(refusedOnce, ["A", "B", "C"])).to.deep.equal(["A", "C", "B"]);
  });

  it("RST-64: leave aside a list that contradicts an earlier one, and one that names a strategy twice", () => {
    expect(addressOrder(slashes([["B", "A"]], [["A", "B"]]), ["A", "B"])).to.deep.equal(["B", "A"]);
    expect(addressOrder(slashes([["A", "A"], NOT_ASCENDING]), ["B", "A"])).to.deep.equal(["B", "A"]);
  });

  it("RST-64: fall on the recorded side of beacon chain ETH's", () => {
    const order = ["A", "B", BEACON, "C", "D"];
    const deployers = strategyDeployers(order);
    const addresses = order.map((name) =>
      BigInt(
        name === BEACON
          ? BEACON_CHAIN_ETH_STRATEGY
          : getCreateAddress({ from: deployers.get(name) as string, nonce: 0 }),
      ),
    );
    expect(addresses).to.deep.equal(addresses.toSorted((left, right) => (left < right ? -1 : 1)));
    expect(new Set(deployers.values()).size).to.equal(4);
  });
});
