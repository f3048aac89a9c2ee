import { expect } from "chai";
import { getCreateAddress } from "ethers";
import hre from "hardhat";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { openLadder } from "../../scripts/lib/ladder/open.ts";

/** The nonces by which an address is found to be its creator's; far more than a deployment sends. */
const NONCES = Array.from({ length: 400 }, (_, nonce) => nonce);
const first = (found: number): number => {
  expect(found, "the nonce of a creation").to.be.greaterThan(-1);
  return found;
};

/** Whether the LRT would come before WETH if the deployer had sent so many transactions more. */
function lrtComesFirst({ addresses, admin }: Ladder): (later: number) => boolean {
  const at = (nonce: number) => getCreateAddress({ from: admin.address, nonce });
  const inside = (nonce: number, member: number) => getCreateAddress({ from: at(nonce), nonce: member });
  const weth = first(NONCES.findIndex((nonce) => at(nonce) === addresses.weth));
  const members = [1, 2, 3, 4, 5, 6, 7, 8];
  const factory = first(
    NONCES.findIndex((nonce) => members.some((member) => inside(nonce, member) === addresses.vault)),
  );
  const member = members.find((one) => inside(factory, one) === addresses.vault)!;
  return (later) => BigInt(inside(factory + later, member)) < BigInt(at(weth + later));
}

describe("the order of the pool's tokens in stories", () => {
  it("SCN-55: is the same whatever addresses a deployment gives: the LRT is the pool's first", async () => {
    const ladder = await openLadder(hre, "local");
    expect(await ladder.contracts.pool.token0()).to.equal(ladder.addresses.vault);
    const comesFirst = lrtComesFirst(ladder);
    expect(comesFirst(0)).to.equal(true);
    const turned = first(NONCES.findIndex((later) => !comesFirst(later)));
    const other = await openLadder(hre, "local", { deployerNonce: turned });
    expect(other.addresses.vault).not.to.equal(ladder.addresses.vault);
    expect(await other.contracts.pool.token0()).to.equal(other.addresses.vault);
  });
});
