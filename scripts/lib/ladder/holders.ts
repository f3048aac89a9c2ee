import type { Signer } from "ethers";
import type { Ladder } from "./ladder.ts";
import { sent } from "./sent.ts";

/** No deadline: for scripts that wait for their own transaction. */
const NO_DEADLINE = 2n ** 64n - 1n;

/** Stakes ETH on rung 2 and wraps the stETH. @returns the wstETH received, in wei. */
export async function stake({ contracts: { stETH, wstETH } }: Ladder, by: Signer, wei: bigint): Promise<bigint> {
  const holder = await by.getAddress();
  const before = await wstETH.balanceOf(holder);
  await sent(stETH.connect(by).submit(holder, { value: wei }));
  const received = await stETH.balanceOf(holder);
  await sent(stETH.connect(by).approve(wstETH, received));
  await sent(wstETH.connect(by).wrap(received));
  return (await wstETH.balanceOf(holder)) - before;
}

/** Takes what the vault accepts as news, for as long as it takes. */
const terms = (receiver: string, acceptsAnnouncedLoss: boolean) => ({
  receiver,
  minShares: 0n,
  deadline: NO_DEADLINE,
  newsFrom: 0n,
  acceptsAnnouncedLoss,
});

/**
 * Puts ETH into the vault at its deposit price, after a sync in the same transaction.
 * @param acceptsAnnouncedLoss whether to go in although a slash is announced
 * @returns the LRT received.
 */
export async function depositEth(
  { contracts: { vault, entrance } }: Ladder,
  by: Signer,
  wei: bigint,
  acceptsAnnouncedLoss = false,
): Promise<bigint> {
  const holder = await by.getAddress();
  const before = await vault.balanceOf(holder);
  await sent(entrance.connect(by).depositEth(terms(holder, acceptsAnnouncedLoss), { value: wei }));
  return (await vault.balanceOf(holder)) - before;
}

/** Puts wstETH into the vault at its redemption rate, after a sync as {depositEth} makes it. @returns the LRT received. */
export async function depositLst(
  { contracts }: Ladder,
  by: Signer,
  wstEthWei: bigint,
  acceptsAnnouncedLoss = false,
): Promise<bigint> {
  const { vault, wstETH, entrance } = contracts;
  const holder = await by.getAddress();
  const before = await vault.balanceOf(holder);
  await sent(wstETH.connect(by).approve(entrance, wstEthWei));
  await sent(entrance.connect(by).depositLst(wstETH, wstEthWei, terms(holder, acceptsAnnouncedLoss)));
  return (await vault.balanceOf(holder)) - before;
}

/** Puts WETH into the vault through the facade, as ERC-4626 has it. @returns the LRT received. */
export async function depositWeth({ contracts, ethers }: Ladder, by: Signer, wei: bigint): Promise<bigint> {
  const { vault, facade } = contracts;
  const holder = await by.getAddress();
  const weth = (await ethers.getContractAt("WETH", await facade.asset())).connect(by);
  const before = await vault.balanceOf(holder);
  await sent(weth.deposit({ value: wei }));
  await sent(weth.approve(facade, wei));
  await sent(facade.connect(by).deposit(wei, holder));
  return (await vault.balanceOf(holder)) - before;
}

/** Asks out through the facade, as ERC-7540 has it. @returns the id of the request, which is the batch. */
export async function requestRedeem({ contracts }: Ladder, by: Signer, shares: bigint): Promise<bigint> {
  const { vault, facade, exitQueue } = contracts;
  const holder = await by.getAddress();
  await sent(vault.connect(by).approve(facade, shares));
  const batch = await exitQueue.openBatchId();
  await sent(facade.connect(by).requestRedeem(shares, holder, holder));
  return batch;
}

/** Takes all that the facade has ready for the holder. @returns the WETH received, in wei. */
export async function redeem({ contracts: { facade } }: Ladder, by: Signer): Promise<bigint> {
  const holder = await by.getAddress();
  const assets = await facade.maxWithdraw(holder);
  await sent(facade.connect(by).redeem(await facade.maxRedeem(holder), holder, holder));
  return assets;
}

/** Joins the open batch of the exit queue. @returns the ticket. */
export async function request({ contracts: { exitQueue } }: Ladder, by: Signer, shares: bigint): Promise<bigint> {
  const holder = await by.getAddress();
  const connected = exitQueue.connect(by);
  const ticket = await connected.request.staticCall(shares, holder, 0n, NO_DEADLINE);
  await sent(connected.request(shares, holder, 0n, NO_DEADLINE));
  return ticket;
}

/** Gives a ticket back while its batch is open. */
export async function cancel({ contracts: { exitQueue } }: Ladder, by: Signer, ticket: bigint): Promise<void> {
  await sent(exitQueue.connect(by).cancel(ticket, await by.getAddress()));
}

/** Takes what a ticket has been filled with. @returns the ETH received, in wei. */
export async function claim({ contracts: { exitQueue } }: Ladder, by: Signer, ticket: bigint): Promise<bigint> {
  const claimable = await exitQueue.claimableOf(ticket);
  await sent(exitQueue.connect(by).claim(ticket, await by.getAddress()));
  return claimable;
}

/** Leaves at once from idle ETH, for a fee, while no pod's word is too old for it. @returns the ETH received, in wei. */
export async function exitNow({ contracts }: Ladder, by: Signer, shares: bigint): Promise<bigint> {
  const { instantExit, vault } = contracts;
  const holder = await by.getAddress();
  const { blockNumber } = await sent(instantExit.connect(by).exitInstantly(shares, holder, 0n, NO_DEADLINE));
  const [exited] = await vault.queryFilter(vault.filters.ExitedInstantly(holder), blockNumber, blockNumber);
  if (!exited) throw new Error("the vault did not say what it paid");
  return exited.args.paid;
}

/** Gives ETH to all shares of the vault. */
export async function recapitalise({ contracts: { vault } }: Ladder, by: Signer, wei: bigint): Promise<void> {
  await sent(vault.connect(by).recapitalise({ value: wei }));
}
