import { FOREVER, type Standing, standUpVault } from "../5-lrt/vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

export type Holder = Standing["alice"];

export const VIRTUAL = 10n ** 6n;

/** Number of a ticket: its batch, and its place in it. */
export const ticket = (batch: bigint, index: bigint): bigint => (batch << 64n) | index;

/** The vault over two components, with `each` wei of ETH of Alice, Bob and Carol in it, all of it idle. */
export async function withHolders(each = 10n * ETH, rule?: Parameters<typeof standUpVault>[0]): Promise<Standing> {
  const s = await standUpVault(rule);
  for (const holder of [s.alice, s.bob, s.carol]) await depositBy(s, holder, each);
  return s;
}

export async function depositBy(s: Standing, holder: Holder, assets: bigint): Promise<void> {
  await s.vault.connect(holder).deposit(holder, 0n, FOREVER, { value: assets });
}

/** A ticket over `shares` in the open batch; its number. */
export async function requestBy(s: Standing, holder: Holder, shares: bigint): Promise<bigint> {
  const id = await s.queue.connect(holder).request.staticCall(shares, holder, 0n, FOREVER);
  await s.queue.connect(holder).request(shares, holder, 0n, FOREVER);
  return id;
}

/** Closes the open batch as soon as its interval is over. */
export async function close(s: Standing): Promise<void> {
  const at = await s.queue.closeableAt();
  if (BigInt(await s.networkHelpers.time.latest()) < at) await s.networkHelpers.time.increaseTo(at);
  await s.queue.close();
}

/** Brings everything back from both components, then settles until nothing is left to pay. */
export async function settleAll(s: Standing): Promise<void> {
  for (const component of [s.left, s.right]) {
    const assets = await component.assets();
    if (assets > 0n) await s.restaker.unwind(component, assets, 0n, 0n);
  }
  while ((await s.queue.fillingBatchId()) < (await s.queue.openBatchId())) await s.queue.settle();
}

/** What the claim of a ticket pays. */
export async function claimBy(s: Standing, holder: Holder, ticketId: bigint): Promise<bigint> {
  const assets = await s.queue.connect(holder).claim.staticCall(ticketId, holder);
  await s.queue.connect(holder).claim(ticketId, holder);
  return assets;
}

/** Several transactions in one block, in this order. */
export async function inOneBlock(s: Standing, ...calls: (() => Promise<{ wait(): Promise<unknown> }>)[]) {
  await s.ethers.provider.send("evm_setAutomine", [false]);
  const sent = [];
  for (const call of calls) sent.push(await call());
  await s.ethers.provider.send("evm_mine", []);
  await s.ethers.provider.send("evm_setAutomine", [true]);
  return Promise.all(sent.map((one) => one.wait()));
}

/** T and U of the last accrual, as one number. */
export async function held(s: Standing): Promise<bigint> {
  const { recognised, lockedProfit } = await s.vault.totals();
  return recognised + lockedProfit;
}

type Component = Standing["left"];

export async function addComponent(s: Standing, component: Component): Promise<void> {
  await s.settings.addComponent(component);
}

export const removeComponent = (s: Standing, component: Component) => s.settings.removeComponent(component);

export const setFee = (s: Standing, feeBps: bigint, recipient: Holder) => s.settings.setFee(feeBps, recipient);
