import { expect } from "chai";
import { restakingFixture, WITHDRAWAL_DELAY } from "../fixture.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH, WAD } from "../../../scripts/lib/units.ts";

const restaking = await restakingFixture();
const NO_SIGNATURE = { signature: "0x", expiry: 0 };
const SALT = `0x${"5a".repeat(32)}`;

describe("the core: delegation", () => {
  it("RST-21: an account has one operator, operators themselves, for ever", async () => {
    const { core, alice, op1, op2, registerOperator, delegate } = await restaking();
    const { delegation } = core;
    await expect(delegate(alice, op1)).to.be.revertedWithCustomError(delegation, "OperatorNotRegistered");
    await registerOperator(op1);
    await registerOperator(op2);
    expect(await delegation.isOperator(op1)).to.equal(true);
    expect(await delegation.delegatedTo(op1)).to.equal(op1.address);
    await expect(registerOperator(op1)).to.be.revertedWithCustomError(delegation, "ActivelyDelegated");
    await delegate(alice, op1);
    expect(await delegation.isDelegated(alice)).to.equal(true);
    expect(await delegation.isOperator(alice)).to.equal(false);
    await expect(delegate(alice, op2)).to.be.revertedWithCustomError(delegation, "ActivelyDelegated");
    await expect(registerOperator(alice)).to.be.revertedWithCustomError(delegation, "ActivelyDelegated");
    await delegation.connect(alice).undelegate(alice);
    await expect(delegation.connect(alice).undelegate(alice)).to.be.revertedWithCustomError(
      delegation,
      "NotActivelyDelegated",
    );
  });

  it("RST-21: nobody is an operator by being zero", async () => {
    const { core, ethers } = await restaking();
    expect(await core.delegation.isOperator(ethers.ZeroAddress)).to.equal(false);
    expect(await core.delegation.isDelegated(ethers.ZeroAddress)).to.equal(false);
  });

  it("RST-21: operators change their approver and their metadata, for themselves", async () => {
    const { core, op1, carol, mallory, registerOperator } = await restaking();
    await registerOperator(op1);
    const delegation = core.delegation.connect(op1);
    await expect(delegation.modifyOperatorDetails(op1, carol))
      .to.emit(delegation, "DelegationApproverUpdated")
      .withArgs(op1.address, carol.address);
    expect(await delegation.delegationApprover(op1)).to.equal(carol.address);
    await expect(delegation.updateOperatorMetadataURI(op1, "ipfs://1"))
      .to.emit(delegation, "OperatorMetadataURIUpdated")
      .withArgs(op1.address, "ipfs://1");
    const other = core.delegation.connect(mallory);
    await expect(other.modifyOperatorDetails(mallory, carol)).to.be.revertedWithCustomError(
      other,
      "OperatorNotRegistered",
    );
    await expect(other.updateOperatorMetadataURI(mallory, "")).to.be.revertedWithCustomError(
      other,
      "OperatorNotRegistered",
    );
  });

  it("RST-22: an approver's signature brings one staker once, within its time", async () => {
    const { core, ethers, alice, bob, carol, mallory, op1, registerOperator } = await restaking();
    const delegation = await ethers.getContractAt("DelegationManager", await core.delegation.getAddress());
    await registerOperator(op1, 0n, carol.address);
    const latest = await ethers.provider.getBlock("latest");
    const expiry = BigInt(latest?.timestamp ?? 0) + 1_000n;
    const digest = (staker: string, until: bigint) =>
      delegation.calculateDelegationApprovalDigestHash(staker, op1, carol, SALT, until);
    const sign = async (staker: string, signer: typeof carol, until: bigint) => {
      const { chainId } = await ethers.provider.getNetwork();
      const domain = { name: "EigenLayer", version: "1", chainId, verifyingContract: await delegation.getAddress() };
      const types = {
        DelegationApproval: ["delegationApprover address", "staker address", "operator address", "salt bytes32"]
          .concat("expiry uint256")
          .map((one) => ({ name: one.split(" ")[0] as string, type: one.split(" ")[1] as string })),
      };
      const message = {
        delegationApprover: carol.address,
        staker,
        operator: op1.address,
        salt: SALT,
        expiry: until,
      };
      expect(await digest(staker, until)).to.equal(ethers.TypedDataEncoder.hash(domain, types, message));
      return { signature: await signer.signTypedData(domain, types, message), expiry: until };
    };
    const asAlice = delegation.connect(alice);
    const expired = await sign(alice.address, carol, 1n);
    await expect(asAlice.delegateTo(op1, expired, SALT)).to.be.revertedWithCustomError(delegation, "SignatureExpired");
    const forged = await sign(alice.address, mallory, expiry);
    await expect(asAlice.delegateTo(op1, forged, SALT)).to.be.revertedWithCustomError(delegation, "InvalidSignature");
    await expect(asAlice.delegateTo(op1, NO_SIGNATURE, SALT)).to.be.revertedWithCustomError(
      delegation,
      "SignatureExpired",
    );
    await asAlice.delegateTo(op1, await sign(alice.address, carol, expiry), SALT);
    expect(await delegation.delegationApproverSaltIsSpent(carol, SALT)).to.equal(true);
    const second = await sign(bob.address, carol, expiry);
    await expect(delegation.connect(bob).delegateTo(op1, second, SALT)).to.be.revertedWithCustomError(
      delegation,
      "SaltSpent",
    );
  });

  it("RST-23: a withdrawal names strategies and an amount for each, and belongs to its staker", async () => {
    const { core, alice, mallory, op1, a, b, deposit, registerOperator, delegate, queueCall, queue, mine } =
      await restaking();
    const { delegation } = core;
    await registerOperator(op1);
    await deposit(alice, a, 5n * ETH);
    await delegate(alice, op1);
    await expect(queueCall(alice, [a, b], [1n])).to.be.revertedWithCustomError(delegation, "InputArrayLengthMismatch");
    await expect(queueCall(alice, [], [])).to.be.revertedWithCustomError(delegation, "InputArrayLengthZero");

    const { root, ...withdrawal } = await queue(alice, a, ETH);
    await mine(WITHDRAWAL_DELAY + 1n);
    const complete = (by: typeof alice, one: typeof withdrawal, tokens: string[]) =>
      delegation.connect(by).completeQueuedWithdrawal(one, tokens, true);
    const token = await a.token.getAddress();
    await expect(complete(mallory, withdrawal, [])).to.be.revertedWithCustomError(
      delegation,
      "InputArrayLengthMismatch",
    );
    await expect(complete(mallory, withdrawal, [token])).to.be.revertedWithCustomError(
      delegation,
      "WithdrawerNotCaller",
    );
    const altered = { ...withdrawal, scaledShares: [2n * ETH] };
    await expect(complete(alice, altered, [token])).to.be.revertedWithCustomError(delegation, "WithdrawalNotQueued");
    expect(await delegation.pendingWithdrawals(root)).to.equal(true);
    await complete(alice, withdrawal, [token]);
    expect(await delegation.pendingWithdrawals(root)).to.equal(false);
    const [empty, shares] = await delegation.getQueuedWithdrawal(root);
    expect([empty.staker, empty.strategies.length, shares.length]).to.deep.equal([`0x${"00".repeat(20)}`, 0, 0]);
  });

  it("RST-23: several withdrawals are completed at once, and many strategies in one, of any size", async () => {
    const { core, ethers, alice, a, b, deposit, queueCall, queuedBy, mine } = await restaking();
    const { delegation } = core;
    const huge = 10n ** 37n;
    await deposit(alice, a, huge);
    await deposit(alice, b, 7n * ETH);
    const first = (await queuedBy(await queueCall(alice, [a, b], [huge - 5n, ETH])))[0];
    const second = (await queuedBy(await queueCall(alice, [b], [2n * ETH])))[0];
    if (first === undefined || second === undefined) throw new Error("nothing queued");
    expect(await delegation.cumulativeWithdrawalsQueued(alice)).to.equal(2n);
    const stored = await delegation.queuedWithdrawals(first.root);
    expect([...stored.scaledShares]).to.deep.equal([huge - 5n, ETH]);
    expect(await delegation.calculateWithdrawalRoot({ ...first })).to.equal(first.root);
    await mine(WITHDRAWAL_DELAY);
    const tokens = [[a.token, b.token], [b.token]].map((row) => row.map(({ target }) => target as string));
    await delegation.connect(alice).completeQueuedWithdrawals([{ ...first }, { ...second }], tokens, [true, false]);
    expect(await a.token.balanceOf(alice)).to.equal(huge - 5n);
    expect(await b.token.balanceOf(alice)).to.equal(ETH);
    expect(await core.strategies.stakerDepositShares(alice, b.address)).to.equal(6n * ETH);
    expect([...(await delegation.getQueuedWithdrawalRoots(alice))]).to.deep.equal([]);
    expect(await ethers.provider.getStorage(delegation, 0)).to.equal(ethers.ZeroHash);
  });

  it("RST-24: a scaling factor that rounds to nothing is refused", async () => {
    const { core, alice, op1, a, deposit, delegate, operatorIn, slash } = await restaking();
    const set = await operatorIn(op1, 1n, a, WAD);
    await slash(op1, set, [a], [1n]);
    await delegate(alice, op1);
    // at a magnitude of 1e18 - 1 every deposit of one wei is lost to rounding: six wei of shares, worth nothing
    for (let i = 0; i < 6; i++) await deposit(alice, a, 1n);
    await deposit(alice, a, 2n * ETH - 4n);
    await slash(op1, set, [a], [WAD - 2n]);
    expect(await core.allocation.getMaxMagnitude(op1, a.address)).to.equal(1n);
    await expect(deposit(alice, a, 1n)).to.be.revertedWithCustomError(core.delegation, "InvalidDepositScalingFactor");
  });

  it("RST-25: views agree with each other", async () => {
    const { core, alice, op1, op2, a, b, deposit, delegate, registerOperator, reportBalance } = await restaking();
    const { delegation } = core;
    await registerOperator(op1);
    await registerOperator(op2);
    await deposit(alice, a, 3n * ETH);
    await deposit(alice, b, 4n * ETH);
    await reportBalance(alice, 0n, 32n * ETH);
    await delegate(alice, op1);
    const [strategies, shares] = await delegation.getDepositedShares(alice);
    expect([...strategies]).to.deep.equal([a.address, b.address, BEACON_CHAIN_ETH_STRATEGY]);
    expect([...shares]).to.deep.equal([3n * ETH, 4n * ETH, 32n * ETH]);
    const rows = await delegation.getOperatorsShares([op1, op2], [...strategies]);
    expect(rows.map((row) => [...row])).to.deep.equal([[...shares], [0n, 0n, 0n]]);
    expect([...(await delegation.getOperatorShares(op1, [...strategies]))]).to.deep.equal([...shares]);
    const [withdrawable, deposited] = await delegation.getWithdrawableShares(alice, [...strategies]);
    expect([...withdrawable]).to.deep.equal([...deposited]);
    const converted = await delegation.convertToDepositShares(alice, [...strategies], [...shares]);
    expect([...converted]).to.deep.equal([...shares]);
    expect(await delegation.minWithdrawalDelayBlocks()).to.equal(WITHDRAWAL_DELAY);
  });
});
