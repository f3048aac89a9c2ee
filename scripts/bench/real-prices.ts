import { getAddress, id } from "ethers";
import type { network } from "hardhat";

type Connection = Awaited<ReturnType<typeof network.create>>;

/** The contracts of a deployed core whose reads shall cost what the real core's cost. */
export interface PricedCore {
  readonly delegation: string;
  readonly allocation: string;
  readonly strategyManager: string;
  readonly eigenPodManager: string;
  readonly strategies?: readonly string[];
  readonly pods?: readonly string[];
}

/** `RealPrices.Stand`, in its order. */
const STANDS = ["PROXY", "SPLIT", "STRATEGY", "POD"] as const;

/**
 * Puts `RealPrices` (contracts/testing/restaking) in front of contracts of the core that stand already: from now on
 * their reads cost what they cost on the deployed protocol. Addresses and state stay as they are. Strategies and pods
 * that come later are not among them; call it again with those. What stands behind a price already is left alone.
 */
export async function chargeRealPrices({ ethers, provider }: Connection, core: PricedCore): Promise<void> {
  const circle: [string, string, string, string] = [
    core.delegation,
    core.allocation,
    core.strategyManager,
    core.eigenPodManager,
  ];
  const charge = async (address: string, stand: (typeof STANDS)[number]): Promise<void> => {
    const inner = getAddress(`0x${id(`code behind ${address.toLowerCase()}`).slice(-40)}`);
    if ((await ethers.provider.getCode(inner)) !== "0x") return;
    const priced = await ethers.deployContract("RealPrices", [inner, STANDS.indexOf(stand), circle]);
    for (const [to, from] of [
      [inner, address],
      [address, await priced.getAddress()],
    ] as const)
      await provider.request({ method: "hardhat_setCode", params: [to, await ethers.provider.getCode(from)] });
  };
  await charge(core.delegation, "PROXY");
  await charge(core.allocation, "SPLIT");
  await charge(core.strategyManager, "PROXY");
  await charge(core.eigenPodManager, "PROXY");
  for (const strategy of core.strategies ?? []) await charge(strategy, "STRATEGY");
  for (const pod of core.pods ?? []) await charge(pod, "POD");
}
