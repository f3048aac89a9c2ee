import { type AvailabilityDomain, blobTree, signPromises } from "../../../scripts/services/availability.ts";
import { deployCore, ethers, networkHelpers, type ServiceOperator, SET_ID, signer, staff } from "../core.ts";
import { ETH, WAD } from "../../../scripts/lib/units.ts";

export const RESPONSE_SECONDS = 300n;
export const QUORUM_BIPS = 6_500n;
export const SLASH_WAD = WAD / 4n;
export const BOND_WEI = ETH / 100n;
export const KEPT_SECONDS = 86_400n;

/** Five chunks of different lengths, the empty one among them. */
export const CHUNKS = ["first", "", "third chunk", "fourth", "a".repeat(4096)].map((text) => ethers.toUtf8Bytes(text));

/** A service with three operators (45, 35 and 20 % of the stake), and the blob of `CHUNKS` kept by the first two. */
export async function deployAvailability() {
  const core = await deployCore();
  const [admin, alice, mallory, bob] = [await signer(0), await signer(2), await signer(3), await signer(4)];
  const { allocationManager, rewardsCoordinator } = core;
  const service = await ethers.deployContract("DataAvailability", [
    allocationManager,
    rewardsCoordinator,
    admin,
    "ipfs://availability",
    QUORUM_BIPS,
    SLASH_WAD,
    RESPONSE_SECONDS,
    BOND_WEI,
  ]);
  const avs = await service.getAddress();
  const terms = [allocationManager, avs, avs, admin, 300_000, WAD / 2n, 604_800] as const;
  const slasher = await ethers.deployContract("InstantSlasher", [...terms]);
  const weights = core.strategies.map((strategy) => ({ strategy, multiplier: WAD }));
  const rules = { minimumStake: 0, maximumOperators: 5, lookaheadBlocks: 0, allowlisted: false };
  await service.createSet(SET_ID, weights, slasher, ethers.ZeroAddress, rules);
  const op1 = await staff(core, avs, 1, 45n * ETH);
  const op2 = await staff(core, avs, 2, 35n * ETH);
  const op3 = await staff(core, avs, 3, 20n * ETH);

  const domain: AvailabilityDomain = { chainId: (await ethers.provider.getNetwork()).chainId, availability: avs };
  const tree = blobTree(CHUNKS);
  const keptUntil = BigInt(await networkHelpers.time.latest()) + KEPT_SECONDS;
  const promise = async (operators: readonly ServiceOperator[], { blobId, chunkCount } = tree, until = keptUntil) =>
    signPromises(
      operators.map(({ account, key }) => ({ operator: account.address, key })),
      domain,
      { blobId, chunkCount, keptUntil: until },
    );
  await service.store(tree.blobId, tree.chunkCount, keptUntil, await promise([op1, op2]));
  /** Challenges an operator for a chunk with the bond it takes now; answers the challenge's id. */
  const challenge = async ({ account }: ServiceOperator, chunkIndex: number) => {
    const bond = await service.nextBond(account);
    await service.connect(alice).challenge(account, tree.blobId, chunkIndex, { value: bond });
    return service.challengeCount();
  };
  const people = { admin, alice, mallory, bob, op1, op2, op3 };
  return { core, service, slasher, avs, domain, tree, keptUntil, promise, challenge, ...people };
}
