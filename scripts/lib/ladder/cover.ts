import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

/** Puts ETH up for first losses. @returns the shares of the cover that it bought */
export async function joinCover({ contracts }: Ladder, by: HardhatEthersSigner, wei: bigint): Promise<bigint> {
  const { cover } = contracts;
  const before = await cover.sharesOf(by.address);
  await sent(cover.connect(by).join(by.address, 0n, { value: wei }));
  return (await cover.sharesOf(by.address)) - before;
}

/** Asks to leave the cover with everything. @returns the number of the leave */
export async function leaveCover({ contracts: { cover } }: Ladder, by: HardhatEthersSigner): Promise<bigint> {
  const connected = cover.connect(by);
  const shares = await cover.sharesOf(by.address);
  const leaveId = await connected.cooldown.staticCall(shares);
  await sent(connected.cooldown(shares));
  return leaveId;
}

/** Takes out what a leave is worth, while its door is open. @returns wei of ETH */
export async function withdrawCover(
  { contracts: { cover } }: Ladder,
  by: HardhatEthersSigner,
  leaveId: bigint,
): Promise<bigint> {
  const { blockNumber } = await sent(cover.connect(by).withdraw(leaveId, by.address, 0n));
  const [left] = await cover.queryFilter(cover.filters.Left(leaveId), blockNumber, blockNumber);
  if (!left) throw new Error("the cover did not say what it paid");
  return left.args.assets;
}

/** Takes a leave back: the shares stay. */
export async function stayInCover(
  { contracts: { cover } }: Ladder,
  by: HardhatEthersSigner,
  leaveId: bigint,
): Promise<void> {
  await sent(cover.connect(by).cancelCooldown(leaveId));
}

/** What an underwriter's shares are worth, those that have asked to leave included, in wei of ETH. */
export async function underwrittenBy({ contracts: { cover } }: Ladder, underwriter: string): Promise<bigint> {
  let shares = await cover.sharesOf(underwriter);
  for (const { args } of await cover.queryFilter(cover.filters.CooldownStarted())) {
    const leave = await cover.leaveOf(args.leaveId);
    if (leave.owner === underwriter) shares += leave.shares;
  }
  return cover.toAssetsDown(shares);
}
