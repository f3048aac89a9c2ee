import { expect } from "chai";
import { network } from "hardhat";

const { ethers, networkHelpers } = await network.create();

async function deploy() {
  const [alice, bob, carol] = await ethers.getSigners();
  if (!alice || !bob || !carol) throw new Error("too few accounts");
  const permissions = await ethers.deployContract("PermissionController");
  const registry = await ethers.deployContract("PauserRegistry", [[], alice]);
  const target = await ethers.deployContract("PermissionsHarness", [registry, permissions]);
  const act = target.interface.getFunction("act").selector;
  const actOtherwise = target.interface.getFunction("actOtherwise").selector;
  return { alice, bob, carol, permissions, target, act, actOtherwise };
}

type Deployed = Awaited<ReturnType<typeof deploy>>;

async function withAdminBob() {
  const deployed = await networkHelpers.loadFixture(deploy);
  const { alice, bob, permissions } = deployed;
  await permissions.connect(alice).addPendingAdmin(alice, bob);
  await permissions.connect(bob).acceptAdmin(alice);
  return deployed;
}

const refused = ({ permissions }: Deployed, sent: Promise<unknown>, error: string) =>
  expect(sent).to.be.revertedWithCustomError(permissions, error);

describe("PermissionController", () => {
  it("RST-30: an account is its own only admin until somebody accepts", async () => {
    const { permissions, target, alice, bob } = await networkHelpers.loadFixture(deploy);
    expect(await permissions.getAdmins(alice)).to.deep.equal([alice.address]);
    expect(await permissions.isAdmin(alice, alice)).to.equal(true);
    expect(await permissions.isAdmin(alice, bob)).to.equal(false);
    await expect(permissions.connect(alice).addPendingAdmin(alice, bob))
      .to.emit(permissions, "PendingAdminAdded")
      .withArgs(alice, bob);
    expect(await permissions.isPendingAdmin(alice, bob)).to.equal(true);
    expect(await permissions.getPendingAdmins(alice)).to.deep.equal([bob.address]);
    expect(await permissions.isAdmin(alice, bob)).to.equal(false);
    expect(await target.connect(alice).act(alice)).to.equal(true);
    await expect(target.connect(bob).act(alice)).to.be.revertedWithCustomError(target, "InvalidPermissions");
  });

  it("E32: with its first admin an account loses its own rights, unless it accepts too", async () => {
    const deployed = await withAdminBob();
    const { permissions, target, alice, bob } = deployed;
    expect(await permissions.getAdmins(alice)).to.deep.equal([bob.address]);
    expect(await permissions.isPendingAdmin(alice, bob)).to.equal(false);
    expect(await target.connect(bob).act(alice)).to.equal(true);
    await expect(target.connect(alice).act(alice)).to.be.revertedWithCustomError(target, "InvalidPermissions");
    await refused(deployed, permissions.connect(alice).addPendingAdmin(alice, alice), "NotAdmin");
    await permissions.connect(bob).addPendingAdmin(alice, alice);
    await expect(permissions.connect(alice).acceptAdmin(alice)).to.emit(permissions, "AdminSet").withArgs(alice, alice);
    expect(await target.connect(alice).act(alice)).to.equal(true);
  });

  it("RST-30: nobody is proposed twice, or accepted without having been proposed", async () => {
    const deployed = await withAdminBob();
    const { permissions, alice, bob, carol } = deployed;
    const byBob = permissions.connect(bob);
    await refused(deployed, byBob.addPendingAdmin(alice, bob), "AdminAlreadySet");
    await byBob.addPendingAdmin(alice, carol);
    await refused(deployed, byBob.addPendingAdmin(alice, carol), "AdminAlreadyPending");
    await expect(byBob.removePendingAdmin(alice, carol))
      .to.emit(permissions, "PendingAdminRemoved")
      .withArgs(alice, carol);
    await refused(deployed, byBob.removePendingAdmin(alice, carol), "AdminNotPending");
    await refused(deployed, permissions.connect(carol).acceptAdmin(alice), "AdminNotPending");
  });

  it("RST-32: an admin can be removed while another is left", async () => {
    const deployed = await withAdminBob();
    const { permissions, alice, bob, carol } = deployed;
    const byBob = permissions.connect(bob);
    await refused(deployed, byBob.removeAdmin(alice, bob), "CannotHaveZeroAdmins");
    await byBob.addPendingAdmin(alice, carol);
    await permissions.connect(carol).acceptAdmin(alice);
    await refused(deployed, byBob.removeAdmin(alice, alice), "AdminNotSet");
    await expect(byBob.removeAdmin(alice, bob)).to.emit(permissions, "AdminRemoved").withArgs(alice, bob);
    expect(await permissions.isAdmin(alice, bob)).to.equal(false);
    expect(await permissions.getAdmins(alice)).to.deep.equal([carol.address]);
    await refused(deployed, permissions.connect(bob).removeAdmin(bob, bob), "CannotHaveZeroAdmins");
  });

  it("RST-31: an appointee may call that function of that contract for that account, until it is taken back", async () => {
    const deployed = await networkHelpers.loadFixture(deploy);
    const { permissions, target, alice, bob, carol, act, actOtherwise } = deployed;
    const byAlice = permissions.connect(alice);
    const deny = (call: Promise<unknown>) => expect(call).to.be.revertedWithCustomError(target, "InvalidPermissions");
    await expect(byAlice.setAppointee(alice, bob, target, act))
      .to.emit(permissions, "AppointeeSet")
      .withArgs(alice, bob, target, act);
    expect(await target.connect(bob).act(alice)).to.equal(true);
    await deny(target.connect(bob).actOtherwise(alice));
    await deny(target.connect(bob).act(carol));
    await deny(target.connect(carol).act(alice));
    expect(await permissions.canCall(alice, bob, carol, act)).to.equal(false);

    await refused(deployed, byAlice.setAppointee(alice, bob, target, act), "AppointeeAlreadySet");
    await byAlice.setAppointee(alice, bob, carol, actOtherwise);
    await byAlice.setAppointee(alice, carol, target, act);
    expect(await permissions.getAppointees(alice, target, act)).to.deep.equal([bob.address, carol.address]);
    expect(await permissions.getAppointeePermissions(alice, bob)).to.deep.equal([
      [await target.getAddress(), carol.address],
      [act, actOtherwise],
    ]);

    await expect(byAlice.removeAppointee(alice, bob, target, act))
      .to.emit(permissions, "AppointeeRemoved")
      .withArgs(alice, bob, target, act);
    await deny(target.connect(bob).act(alice));
    expect(await permissions.getAppointees(alice, target, act)).to.deep.equal([carol.address]);
    await refused(deployed, byAlice.removeAppointee(alice, bob, target, act), "AppointeeNotSet");
  });

  it("RST-31: only admins propose, remove and appoint; appointees pass nothing on", async () => {
    const deployed = await networkHelpers.loadFixture(deploy);
    const { permissions, target, alice, bob, carol, act } = deployed;
    await permissions.connect(alice).setAppointee(alice, bob, target, act);
    const byBob = permissions.connect(bob);
    for (const sent of [
      byBob.addPendingAdmin(alice, bob),
      byBob.removePendingAdmin(alice, bob),
      byBob.removeAdmin(alice, alice),
      byBob.setAppointee(alice, carol, target, act),
      byBob.removeAppointee(alice, bob, target, act),
    ]) {
      await refused(deployed, sent, "NotAdmin");
    }
  });
});
