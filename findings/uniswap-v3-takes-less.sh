#!/bin/sh
# Versions: @uniswap/v3-core 1.0.1, @uniswap/v3-periphery 1.4.4, @openzeppelin/contracts 4.9.6 (a token), ethers 6.17.0,
# hardhat 3.17.0. Needs Node 22.13 or newer.
#
# A liquidator or a leverage contract sells collateral into a pool by SwapRouter's `exactInputSingle`, and asks QuoterV2
# before what that gives. The pool's liquidity ends before the amount does.
# Expected: "exact input" means that all of it is sold, or the call reverts, as `exactOutputSingle` does when the pool
# cannot give what was asked; the quote of an amount that the pool cannot take fails as well.
# Seen: router and quoter take what fits, say what that gives, and do not revert. The amount that was not sold stays with
# the caller (a contract that was handed it by its user keeps it), and the price stands at the end of the range, where
# the next sale reverts with `SPL`. A limit on the output guards against it only if it is reckoned from the whole
# amount: one taken from the quote does not.
# Exits 1 when an answer changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > package.json <<'JSON'
{ "name": "takes-less", "private": true, "type": "module",
  "dependencies": { "hardhat": "3.17.0", "ethers": "6.17.0", "@uniswap/v3-core": "1.0.1", "@uniswap/v3-periphery": "1.4.4",
    "oz4": "npm:@openzeppelin/contracts@4.9.6" } }
JSON
npm install --no-audit --no-fund --loglevel=error > /dev/null
cat > hardhat.config.ts <<'TS'
import { defineConfig } from "hardhat/config";
export default defineConfig({ networks: { osaka: { type: "edr-simulated", hardfork: "osaka" } } });
TS
cat > seen.ts <<'TS'
import { readFileSync } from "node:fs";
import { BrowserProvider, Contract, ContractFactory, MaxUint256, ZeroAddress, formatEther, parseEther } from "ethers";
import { network } from "hardhat";

const { provider: hardhat } = await network.create("osaka");
const provider = new BrowserProvider(hardhat);
const alice = await provider.getSigner(0);
const deploy = async (file: string, ...values: unknown[]): Promise<Contract> => {
  const { abi, bytecode } = JSON.parse(readFileSync(`node_modules/${file}`, "utf8"));
  const deployed = await new ContractFactory(abi, bytecode, alice).deploy(...values);
  await deployed.waitForDeployment();
  return new Contract(await deployed.getAddress(), abi, alice);
};
const token = () => deploy("oz4/build/contracts/ERC20PresetFixedSupply.json", "T", "T", parseEther("1000000"), alice.address);
const [one, other] = [await token(), await token()];
const [base, quote] = BigInt(await one.getAddress()) < BigInt(await other.getAddress()) ? [one, other] : [other, one];
const factory = await deploy("@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json");
const periphery = "@uniswap/v3-periphery/artifacts/contracts";
const positions = await deploy(`${periphery}/NonfungiblePositionManager.sol/NonfungiblePositionManager.json`, factory, base, ZeroAddress);
const router = await deploy(`${periphery}/SwapRouter.sol/SwapRouter.json`, factory, base);
const quoter = await deploy(`${periphery}/lens/QuoterV2.sol/QuoterV2.json`, factory, base);
for (const spender of [positions, router]) for (const of of [base, quote]) await (await of.approve(spender, MaxUint256)).wait();

const pair = { token0: await base.getAddress(), token1: await quote.getAddress(), fee: 500n };
await (await positions.createAndInitializePoolIfNecessary(pair.token0, pair.token1, pair.fee, 2n ** 96n)).wait();
const hundred = parseEther("100");
const range = { tickLower: -200n, tickUpper: 200n, amount0Desired: hundred, amount1Desired: hundred, amount0Min: 0n, amount1Min: 0n };
await (await positions.mint({ ...pair, ...range, recipient: alice.address, deadline: MaxUint256 })).wait();

const amountIn = parseEther("200");
const swap = { tokenIn: pair.token0, tokenOut: pair.token1, fee: pair.fee, sqrtPriceLimitX96: 0n };
const [quoted] = await quoter.quoteExactInputSingle.staticCall({ ...swap, amountIn });
const before = await base.balanceOf(alice);
const sale = { ...swap, recipient: alice.address, deadline: MaxUint256, amountIn, amountOutMinimum: quoted };
const given = await router.exactInputSingle.staticCall(sale);
const asked = { ...swap, recipient: alice.address, deadline: MaxUint256, amountOut: amountIn, amountInMaximum: MaxUint256 };
const exactOutput = await router.exactOutputSingle.staticCall(asked).then(() => "given", () => "reverts");
await (await router.exactInputSingle(sale)).wait();
const sold = before - (await base.balanceOf(alice));
const round = (amount: bigint): string => Number(formatEther(amount)).toFixed(2);
const again = await router.exactInputSingle.staticCall({ ...sale, amountOutMinimum: 0n }).then(() => "sold", (error) => error.reason ?? error.shortMessage);
console.log(`quote for ${round(amountIn)}: ${round(quoted)}`);
console.log(`given for ${round(amountIn)} with the quote as the limit: ${round(given)}`);
console.log(`sold: ${round(sold)}`);
console.log(`exact output of ${round(amountIn)}: ${exactOutput}`);
console.log(`sold once more: ${again}`);
TS
npx hardhat run --no-compile seen.ts > seen.txt 2>&1 || true
cat seen.txt
cat > recorded.txt <<'TXT'
quote for 200.00: 100.00
given for 200.00 with the quote as the limit: 100.00
sold: 101.06
exact output of 200.00: reverts
sold once more: SPL
TXT
diff recorded.txt seen.txt || exit 1
