import { expect } from "chai";
import { ethers as lib, type Provider } from "ethers";
import { governorMustWaitSeconds, longestExitSeconds, lstExitSeconds } from "../../deploy/lib/exit-time.ts";
import { assertChainAllowed, assertFunded, assertParameters } from "../../scripts/deploy/guards.ts";
import { choosePreset, presetName, presetNames, readPreset } from "../../scripts/deploy/presets.ts";
import { DeploymentRefused } from "../../scripts/deploy/refusal.ts";
import { withRoles } from "../../scripts/deploy/roles.ts";

const DEPLOYER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
/** 2026-02-01. */
const NOW = 1_769_904_000n;
const OTHER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

/** The message of the refusal that a call ends with. */
async function refusal(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    expect(error).to.be.instanceOf(DeploymentRefused);
    return (error as DeploymentRefused).message;
  }
  throw new Error("nothing was refused");
}

describe("what a deployment refuses before it sends anything", () => {
  it("DEP-05: chain id 1, unless forced", async () => {
    expect(await refusal(() => assertChainAllowed(1n, false))).to.match(/main network.*--force-mainnet/s);
    expect(() => assertChainAllowed(1n, true)).not.to.throw();
    for (const chainId of [2n, 5n, 31337n]) expect(() => assertChainAllowed(chainId, false)).not.to.throw();
  });

  it("DEP-06: a deployer that cannot pay for the whole ladder, to the wei", async () => {
    const gasPrice = 3n;
    const needed = 180_000_000n * gasPrice;
    const holding = (balance: bigint) =>
      ({ getFeeData: async () => ({ gasPrice }), getBalance: async () => balance }) as unknown as Provider;
    expect(await refusal(() => assertFunded(holding(needed - 1n), DEPLOYER))).to.match(/holds .* ETH.*Fund/s);
    await assertFunded(holding(needed), DEPLOYER);
  });

  it("VLT-36: a governor that waits no longer than the longest exit and all that may hold it back, to the second", async () => {
    const mainnet = await readPreset("mainnet");
    const delayBlocks = BigInt(mainnet.Restaking!.minWithdrawalDelayBlocks as number);
    const deploy = (parameters: typeof mainnet) =>
      assertParameters({ parameters, withdrawalDelayBlocks: delayBlocks, now: NOW }, true);
    deploy(mainnet);
    const needed = governorMustWaitSeconds(mainnet, delayBlocks);
    const exit = longestExitSeconds(mainnet, delayBlocks);
    // queue, leg, core, LST queue, validator and sweep, by hand: 1 + 1 + 14 + 1 + 1.16 + 9.1 days
    expect(exit / 864n).to.equal(2_726n);
    expect(needed).to.be.greaterThan(exit);
    // what is held is at most budget × (1 + span / period), with itself in the span
    const { holdBudgetSeconds, holdPeriodSeconds } = mainnet.Vault as Record<string, number>;
    const most = (BigInt(holdBudgetSeconds!) * (BigInt(holdPeriodSeconds!) + needed)) / BigInt(holdPeriodSeconds!);
    expect(needed - exit).to.be.within(most - 2n, most + 2n);
    const waiting = (seconds: bigint) => ({ ...mainnet, Vault: { ...mainnet.Vault, governorDelaySeconds: seconds } });
    expect(await refusal(() => deploy(waiting(needed)))).to.match(
      new RegExp(`governorDelaySeconds is ${needed}.*more than the longest exit.*which is ${needed}: .*VLT-36`),
    );
    deploy(waiting(needed + 1n));
  });

  it("AVS-153: services whose slashes can come later than the cover stays locked for them, to the second", async () => {
    for (const name of ["local", "mainnet"]) {
      const preset = await readPreset(name);
      const delayBlocks = BigInt(preset.Restaking!.minWithdrawalDelayBlocks as number);
      const deploy = (parameters: typeof preset) =>
        assertParameters({ parameters, withdrawalDelayBlocks: delayBlocks, now: NOW }, name === "mainnet");
      deploy(preset);
      const longest = BigInt(preset.Vault!.longestVetoSeconds as number);
      const vetoing = (executionWindowSeconds: bigint) => ({
        ...preset,
        Services: { ...preset.Services, vetoWindowSeconds: 100n, executionWindowSeconds },
      });
      deploy(vetoing(longest - 100n));
      expect(await refusal(() => deploy(vetoing(longest - 99n)))).to.match(
        new RegExp(`longestVetoSeconds is ${longest}, .*which is ${longest + 1n}: .*COV-05`),
      );
    }
  });

  it("QUE-24: a vault that takes an LST and pays sooner than the LST's own exit, to the second", async () => {
    const mainnet = await readPreset("mainnet");
    const delayBlocks = BigInt(mainnet.Restaking!.minWithdrawalDelayBlocks as number);
    const deploy = (parameters: typeof mainnet) =>
      assertParameters({ parameters, withdrawalDelayBlocks: delayBlocks, now: NOW }, true);
    // LST queue, validator and sweep, by hand: 1 + 1.16 + 9.1 days
    const exit = lstExitSeconds(mainnet);
    expect(exit / 864n).to.equal(1_126n);
    const waiting = (leastWaitSeconds: bigint, lstCapAssets = 1n) => ({
      ...mainnet,
      Vault: { ...mainnet.Vault, leastWaitSeconds, lstCapAssets },
    });
    for (const wait of [0n, exit - 1n]) {
      expect(await refusal(() => deploy(waiting(wait)))).to.match(
        new RegExp(`leastWaitSeconds is ${wait}, .*at least the LST's own exit.*which is ${exit}`),
      );
    }
    deploy(waiting(exit));
    deploy(waiting(0n, 0n));
    // the wait is in the longest exit once it is longer than all of the way out
    const interval = BigInt(mainnet.Vault!.closeIntervalSeconds as number);
    const longest = longestExitSeconds(mainnet, delayBlocks);
    expect(longestExitSeconds(waiting(longest - interval), delayBlocks)).to.equal(longest);
    expect(longestExitSeconds(waiting(longest), delayBlocks)).to.equal(longest + interval);
  });

  it("DEP-07: a preset that does not exist, and none at all where the chain does not suggest one", async () => {
    expect(await presetNames()).to.deep.equal(["local", "mainnet"]);
    expect(await refusal(() => readPreset("nowhere"))).to.match(/no preset "nowhere".*local, mainnet/s);
    expect(await refusal(() => choosePreset(undefined, 11155111n))).to.match(/--preset mainnet/);
    expect(choosePreset(undefined, 31337n)).to.equal("local");
    expect(choosePreset("mainnet", 31337n)).to.equal("mainnet");
    expect(presetName("/some/where/my preset.json5")).to.equal("my-preset");
  });

  it("DEP-07: presets name the same modules and parameters, and mainnet's delays are the real core's", async () => {
    const [local, mainnet] = [await readPreset("local"), await readPreset("mainnet")];
    const names = (preset: typeof local) =>
      Object.entries(preset).map(([module, parameters]) => [module, Object.keys(parameters).sort()]);
    expect(names(local)).to.deep.equal(names(mainnet));
    const { minWithdrawalDelayBlocks, deallocationDelayBlocks, allocationConfigurationDelayBlocks } =
      mainnet.Restaking ?? {};
    expect([minWithdrawalDelayBlocks, deallocationDelayBlocks, allocationConfigurationDelayBlocks]).to.deep.equal([
      100_800, 100_800, 126_000,
    ]);
  });

  it("DEP-08: roles fall to the network's accounts, to the deployer where there is one account, never over a preset", () => {
    const roles = [
      { moduleId: "Vault", parameter: "guardian", accountIndex: 1 },
      { moduleId: "Vault", parameter: "governor", accountIndex: 0 },
    ];
    const alone = withRoles({}, roles, [DEPLOYER]);
    expect(alone.parameters).to.deep.equal({ Vault: { guardian: DEPLOYER, governor: DEPLOYER } });
    expect(alone.fallen).to.deep.equal([roles[0]]);
    const two = withRoles({ Vault: { governor: lib.ZeroAddress } }, roles, [DEPLOYER, OTHER]);
    expect(two.parameters).to.deep.equal({ Vault: { guardian: OTHER, governor: lib.ZeroAddress } });
    expect(two.fallen).to.deep.equal([]);
  });
});
