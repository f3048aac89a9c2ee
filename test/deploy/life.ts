import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { ladderAt } from "../../scripts/lib/ladder/open.ts";
import { ETH } from "../../scripts/lib/units.ts";

const FOREVER = 2n ** 40n;

/**
 * One life on a ladder that has just been deployed, by the promises of its parameters: a deposit, an exit through the queue
 * within the closing interval and the least wait, fees and premium that can be paid, an underwriter who leaves after
 * the lock and within the door.
 */
export async function liveOnce(
  connection: NetworkConnection,
  addresses: Readonly<Record<string, string>>,
  vaultParameters: Readonly<Record<string, unknown>>,
): Promise<void> {
  const number = (name: string) => BigInt(vaultParameters[name] as bigint | number);
  const { contracts, others } = await ladderAt(connection, addresses);
  const { vault, exitQueue, cover } = contracts;
  const [alice, bob, carol] = [others[0]!, others[1]!, others[2]!];
  const { provider } = connection;
  const wait = async (seconds: bigint) => {
    await provider.request({ method: "evm_increaseTime", params: [Number(seconds)] });
    await provider.request({ method: "evm_mine", params: [] });
  };
  await vault.syncAll();
  const cap = number("depositCapAssets") / ETH;
  if (cap < 100n) return;
  await vault.connect(alice).deposit(alice, 0n, FOREVER, { value: 50n * ETH });
  await cover.connect(bob).join(bob, 0n, { value: ETH });
  await cover.connect(bob).cooldown(await cover.sharesOf(bob));
  await exitQueue.connect(alice).request(number("minRequestShares"), alice, 0n, FOREVER);
  await wait(number("closeIntervalSeconds"));
  await exitQueue.close();
  await wait(number("leastWaitSeconds"));
  await exitQueue.settle();
  const before = await connection.ethers.provider.getBalance(carol);
  await exitQueue.connect(alice).claim(1n << 64n, carol);
  const paid = (await connection.ethers.provider.getBalance(carol)) - before;
  expect(paid).to.be.at.least(number("minRequestShares") - 1n);
  // fees of a gain, the premium with them
  await vault.recapitalise({ value: ETH });
  await wait(number("dripSeconds"));
  await vault.syncAll();
  await vault.payOwed();
  expect((await vault.totals()).feesOwed).to.equal(0n);
  const { opensAt } = await cover.leaveOf(1n);
  const { timestamp } = (await connection.ethers.provider.getBlock("latest"))!;
  if (opensAt > BigInt(timestamp)) await wait(opensAt - BigInt(timestamp));
  if (BigInt(timestamp) <= opensAt + number("coverUnstakeWindowSeconds"))
    await cover.connect(bob).withdraw(1n, bob, 0n);
}
