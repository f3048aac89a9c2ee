import { network } from "hardhat";
import { ETH } from "../../scripts/lib/units.ts";

export const DAY = 86_400n;
/** After which a dead vault may settle at zero or be wound up. */
export const GRACE = 7n * DAY;
export const FOREVER = 2n ** 40n;

/** Awaited shape of {standUpVault}. */
export type Standing = Awaited<ReturnType<typeof standUpVault>>;

/** VLT-01: what the vault holds is what it owes, to the wei. */
export async function expectBalanced({ vault }: Pick<Standing, "vault">): Promise<void> {
  const t = await vault.totals();
  let held = t.idle;
  for (const component of await vault.components()) held += await vault.recordOf(component);
  const owed = t.recognised + t.lockedProfit + t.feesOwed;
  if (held !== owed) throw new Error(`VLT-01: holds ${held} and owes ${owed}`);
}

/** The vault on a fresh chain, over two components whose value a test sets. */
export async function standUpVault(
  rule: "ExposedRule" | "CappedRule" | "LossOnlyRule" = "ExposedRule",
  leastWait = 0n,
) {
  const { ethers, networkHelpers } = await network.create();
  const signers = await ethers.getSigners();
  const actor = (index: number) => {
    const signer = signers[index];
    if (signer === undefined) throw new Error(`the network has no account ${index}`);
    return signer;
  };
  const [admin, alice, bob, carol, treasury, keeper] = [actor(0), actor(1), actor(2), actor(3), actor(4), actor(5)];
  const pricing = await ethers.deployContract(rule);
  const authority = await ethers.deployContract("AccessManager", [admin.address]);
  // a day in the core, and another for the slowest slash
  const core = await ethers.deployContract("CoreDelayMock", [7_200n]);
  const nonce = await admin.getNonce();
  const addressAt = (offset: number) => ethers.getCreateAddress({ from: admin.address, nonce: nonce + offset });
  const [vaultAddress, queueAddress, ticketsAddress, coverAddress] = [
    addressAt(0),
    addressAt(1),
    addressAt(2),
    addressAt(3),
  ];
  const vault = await ethers.deployContract("Vault", [
    [
      addressAt(5),
      queueAddress,
      addressAt(4),
      coverAddress,
      pricing.target,
      treasury.address,
      keeper.address,
      addressAt(6),
      addressAt(7),
    ],
    DAY,
    DAY,
    3n * DAY,
  ]);
  const queue = await ethers.deployContract("ExitQueue", [vaultAddress, ticketsAddress, DAY, 1_000_000n, leastWait]);
  const tickets = await ethers.deployContract("ExitTickets", [queueAddress, addressAt(8)]);
  const cover = await ethers.deployContract("Cover", [
    vaultAddress,
    core.target,
    10n * ETH,
    7n * DAY,
    3n * DAY,
    DAY,
    DAY,
    2_000n,
  ]);
  const restaker = await ethers.deployContract("RestakerMock", [vaultAddress]);
  const settings = await ethers.deployContract("VaultSettings", [authority.target, vaultAddress]);
  const slashingGuard = await ethers.deployContract("SlashingGuard", [
    authority.target,
    restaker.target,
    settings.target,
    0n,
    0n,
  ]);
  const runOff = await ethers.deployContract("RunOff", [authority.target, vaultAddress, GRACE]);
  const art = await ethers.deployContract("ExitTicketArt", [queueAddress, vaultAddress, ethers.ZeroAddress]);
  const left = await ethers.deployContract("ComponentMock");
  const right = await ethers.deployContract("ComponentMock");
  // what components gain in a test is there to be paid out
  for (const component of [left, right]) await networkHelpers.setBalance(String(component.target), 1_000n * ETH);
  await settings.addComponent(left.target);
  await settings.addComponent(right.target);

  return {
    ethers,
    networkHelpers,
    vault,
    settings,
    slashingGuard,
    runOff,
    queue,
    tickets,
    art,
    cover,
    authority,
    pricing,
    restaker,
    left,
    right,
    admin,
    alice,
    bob,
    carol,
    treasury,
    keeper,
  };
}
