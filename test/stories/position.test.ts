import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { deploymentsIn } from "../../scripts/deploy/journal.ts";
import { CONTRACTS, type ContractName } from "../../scripts/lib/ladder/contracts.ts";
import { findLadder } from "../../scripts/lib/ladder/find.ts";
import { readAbis } from "../../scripts/lib/ladder/answers.ts";
import { lend, pledge, borrow } from "../../scripts/lib/ladder/lending.ts";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { advanceBlocks } from "../../scripts/lib/ladder/clock.ts";
import { trade, provide } from "../../scripts/lib/ladder/trading.ts";
import { checkPosition } from "../../scripts/tasks/ladder/checks.ts";
import { position } from "../../scripts/tasks/ladder/position.ts";
import * as tasks from "../../scripts/tasks/ladder/run.ts";
import { ETH } from "../../scripts/lib/units.ts";
import { freshLadder } from "./fresh-ladder.ts";

interface Told {
  readonly valueWei: string;
  readonly takenWei: string;
  readonly gainedWei: string;
  readonly parts: readonly { readonly cause: string; readonly layer: string; readonly wei: string }[];
  readonly market?: { readonly valueWei: string; readonly discountWei: string };
  readonly loans: readonly Readonly<Record<"market" | "debtWei" | "healthWad" | "liquidationPriceWad", string>>[];
}

describe("hardhat position", () => {
  let ladder: Ladder;
  const quiet = { say: () => {} };

  const told = async (who: string, json = true): Promise<string> => {
    const said: string[] = [];
    await position({ who, json }, { ladder, say: (line) => said.push(line) }, await readAbis(hre.artifacts));
    return said.join("\n");
  };

  before(async () => {
    ladder = await freshLadder();
    await tasks.keepers({ ladder, ...quiet });
    for (const from of ["alice", "bob"])
      await tasks.deposit({ from, amount: "100 ETH", facade: false }, { ladder, ...quiet });
  });

  it("DFI-112: says where a position's result came from, what it is at market, and how far it is from liquidation", async () => {
    const [alice, bob] = ladder.others;
    await provide(ladder, bob!, 50n * ETH, 50n * ETH);
    await lend(ladder, bob!, "backing", 20n * ETH);
    await pledge(ladder, alice!, "backing", 20n * ETH);
    await borrow(ladder, alice!, "backing", 10n * ETH);
    await trade(ladder, alice!, true, 5n * ETH);
    await advanceBlocks(ladder.provider, 100n);
    await tasks.request({ from: "alice", amount: "10 LRT", facade: false }, { ladder, ...quiet });
    const { parts, gainedWei, valueWei, takenWei, market, loans } = JSON.parse(await told("alice")) as Told;
    const sum = parts.reduce((all, { wei }) => all + BigInt(wei), 0n);
    expect(sum).to.equal(BigInt(gainedWei));
    expect(BigInt(valueWei) + BigInt(takenWei)).to.equal(sum);
    expect(parts.filter(({ layer }) => layer === "DeFi").map(({ cause }) => cause)).to.include.members([
      "swapFees",
      "priceImpact",
      "interestPaid",
    ]);
    expect(BigInt(market!.valueWei) - BigInt(valueWei)).to.equal(BigInt(market!.discountWei));
    expect(BigInt(market!.discountWei) < 0n).to.equal(true);
    const [loan] = loans;
    expect(loan!.market).to.equal("backing");
    // 20 LRT at 86 % for a debt of a little more than 10
    const debt = BigInt(loan!.debtWei);
    expect(debt > 10n * ETH && debt < 10n * ETH + ETH / 1_000n).to.equal(true);
    expect(BigInt(loan!.liquidationPriceWad)).to.equal((debt * ETH * 100n + 20n * 86n * ETH - 1n) / (20n * 86n * ETH));
    expect(loan!.healthWad).to.match(/^17[12]\d{16}$/);
    const text = await told("alice", false);
    expect(text).to.match(/the position's own answer +[+-][\d.]+ {2}the same/);
    expect(text).to.match(/health 1\.7/);
  });

  it("DFI-112: a lender's interest is a part, and whoever has nothing is told what to do", async () => {
    const { parts } = JSON.parse(await told("bob")) as Told;
    expect(parts.map(({ cause }) => cause)).to.include.members(["interestEarned", "liquidityFees", "impermanent"]);
    await told("carol").then(
      () => expect.fail("it worked"),
      (error: Error) =>
        expect(error.message).to.equal("carol has 0 LRT and no position in any market: run the task deposit first"),
    );
    expect(() => checkPosition({ who: "alcie" })).to.throw('Nobody is called "alcie": did you mean `alice`?');
  });

  it("DFI-113: a ladder without rung 6 is named with what it lacks, and not called as if it had it", async () => {
    const root = await mkdtemp(join(tmpdir(), "ladder-journal-"));
    try {
      const folder = join(deploymentsIn(root), "ladder-local-31337");
      await mkdir(folder, { recursive: true });
      const known = (Object.keys(CONTRACTS) as ContractName[]).filter(
        (name) => !/^(Defi|Markets)#/.test(CONTRACTS[name].future),
      );
      const addresses = Object.fromEntries(known.map((name) => [CONTRACTS[name].future, ladder.addresses[name]]));
      await writeFile(join(folder, "deployed_addresses.json"), JSON.stringify(addresses));
      const elsewhere = { config: { paths: { root } } } as unknown as HardhatRuntimeEnvironment;
      const connection = { ...ladder, networkName: "localhost", networkConfig: { type: "http" } };
      const message = await findLadder(elsewhere, connection as unknown as Parameters<typeof findLadder>[1]).then(
        () => "found",
        (error: Error) => error.message,
      );
      const missing = Object.keys(CONTRACTS).length - known.length;
      expect(message).to.contain(`is without ${missing} of ${Object.keys(CONTRACTS).length} contracts`);
      expect(message).to.match(/IUniswapV3Factory, .*one without rung 6.*start `npm run node`/);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
