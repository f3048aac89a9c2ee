import { COVER } from "../ladder.ts";
import { type Action, eth, nameOf, pick } from "./action.ts";
import { servePod } from "./pods.ts";
import { partOf, signerOf, users } from "./tickets.ts";
import { attempt, GAS, type World } from "./world.ts";
import { ETH } from "../../../scripts/lib/units.ts";

/** Requests to leave the cover that are still open, with their owners; ids count from 1 and never come back. */
async function openLeaves(w: World) {
  const asked = await w.cover.queryFilter(w.cover.filters.CooldownStarted(), w.startBlock);
  const leaves = await Promise.all(asked.map(({ args }) => w.cover.leaveOf(args.leaveId)));
  return asked
    .map(({ args }, index) => ({ id: args.leaveId, leave: leaves[index]! }))
    .filter(({ leave }) => leave.shares !== 0n);
}

const joinCover: Action = async (w, { a, share }) => {
  const value = partOf(6n * ETH, share);
  const user = pick(users(w), a);
  const result = await attempt(() => w.cover.connect(user).join(user, 0n, { value, ...GAS }));
  const change = result === "ok" ? value : 0n;
  return { call: `${nameOf(a)}: cover.join(${eth(value)})`, result, change, mayLose: true };
};

const cooldown: Action = async (w, { a, share }) => {
  const user = pick(users(w), a);
  const shares = partOf(await w.cover.sharesOf(user), share);
  const result = await attempt(() => w.cover.connect(user).cooldown(shares, GAS));
  return { call: `${nameOf(a)}: cover.cooldown(${shares})`, result, change: 0n };
};

/** Leaves at the first second of the door, at its last, whenever it is, or takes the request back. */
const leaveCover: Action = async (w, { a, b }) => {
  const leaves = await openLeaves(w);
  if (leaves.length === 0) return { call: "cover.withdraw()", result: "nobody asked", change: 0n };
  const { time } = w.networkHelpers;
  const unstakeWindowSeconds = await w.cover.unstakeWindowSeconds();
  const timestamp = BigInt(await time.latest());
  const open = leaves.filter(({ leave: { opensAt } }) => timestamp < opensAt + unstakeWindowSeconds);
  const { id, leave } = pick(open.length === 0 ? leaves : open, a);
  const owner = (await signerOf(w, leave.owner))!;
  if (b % 5 === 0) {
    const result = await attempt(() => w.cover.connect(owner).cancelCooldown(id, GAS));
    return { call: `cover.cancelCooldown(${id})`, result, change: 0n };
  }
  const { opensAt } = leave;
  const moment = pick([opensAt, opensAt + unstakeWindowSeconds, 0n], b);
  // who knows that the vault must have seen the end of the lock makes the checkpoints
  const sees = b % 4 !== 3;
  if (sees && moment !== 0n) {
    if (opensAt > timestamp) await time.increaseTo(opensAt);
    for (const slot of [0n, 1n]) await servePod(w, slot);
  }
  if (moment > BigInt(await time.latest())) await time.setNextBlockTimestamp(moment);
  const before = await w.ethers.provider.getBalance(w.treasury);
  const result = await attempt(() => w.cover.connect(owner).withdraw(id, w.treasury, 0n, GAS));
  const paid = (await w.ethers.provider.getBalance(w.treasury)) - before;
  return { call: `cover.withdraw(${id}) → ${eth(paid)}`, result, ...(sees ? {} : { change: -paid }), mayLose: true };
};

/** What underwriters do, at the worst moments for those who stay. */
export const UNDERWRITING = { joinCover, cooldown, leaveCover } as const;

const within = (what: string, found: bigint, least: bigint, most: bigint): void => {
  if (found < least || found > most) throw new Error(`${what}: ${found} is not within ${least} and ${most}`);
};

/** INV-28: the cover holds what it says, promises no more, counts every share, and has paid no more than its cap lets it. */
export async function checkCover(w: World): Promise<{ drawn: bigint; left: bigint }> {
  const { cover, ethers } = w;
  const [funds, shares, balance] = await Promise.all([
    cover.funds(),
    cover.totalShares(),
    ethers.provider.getBalance(cover),
  ]);
  within("INV-28: ETH in the cover", balance, funds, funds);
  within("INV-28: claims of all shares", await cover.toAssetsDown(shares), 0n, funds);
  const held = await Promise.all(users(w).map((user) => cover.sharesOf(user)));
  const leaving = (await openLeaves(w)).map(({ leave }) => leave.shares);
  const sum = [...held, ...leaving].reduce((all, part) => all + part, 0n);
  within("INV-28: shares of all underwriters", sum, shares, shares);
  const draws = await cover.queryFilter(cover.filters.Drawn(), w.startBlock);
  const drawn = draws.reduce((all, { args }) => all + args.paidAssets, 0n);
  const span = BigInt(await w.networkHelpers.time.latest()) - w.startTime;
  const most = COVER.capAssets + (COVER.capAssets * span) / COVER.windowSeconds;
  within("INV-28: what the cover has paid", drawn, 0n, most + 1n);
  const leavers = await cover.queryFilter(cover.filters.Left(), w.startBlock);
  return { drawn, left: leavers.reduce((all, { args }) => all + args.assets, 0n) };
}
