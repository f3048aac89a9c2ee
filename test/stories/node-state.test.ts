import { mkdtempSync, readFileSync, rmSync, appendFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import { Refused } from "../../scripts/lib/refused.ts";
import { playAgain, watchChain } from "../../scripts/node/keep.ts";
import { openMemory } from "../../scripts/node/memory.ts";
import { readState, writeLine, type Kept } from "../../scripts/node/state-file.ts";

/** Anybody's code: stores the time of its block in slot 0. */
const CLOCK_CODE = "0x425f5500";

describe("What a node keeps when it stops", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "state-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const fileOf = (name: string): string => path.join(folder, name);

  /** A served chain with what it keeps, and what stands on it. */
  async function served(kept: Kept[], past?: { genesis: number; kept: readonly Kept[] }) {
    const chain =
      past === undefined
        ? "default"
        : { network: "default", override: { initialDate: new Date(past.genesis * 1_000) } };
    const watch = watchChain(hre, (one) => kept.push(one));
    const server = await hre.network.createServer(chain, "127.0.0.1", 0);
    const { port } = await server.listen();
    const url = `http://127.0.0.1:${port}`;
    const connection = await hre.network.create({ network: "localhost", override: { url } });
    const { provider, ethers } = connection;
    const ask = (method: string, ...params: unknown[]) => provider.request({ method, params });
    if (past !== undefined) await playAgain(provider, past.kept);
    watch.begin();
    const state = async () => {
      const { number, timestamp, stateRoot } = (await ask("eth_getBlockByNumber", "latest", false)) as Record<
        string,
        string
      >;
      return { number, timestamp, stateRoot };
    };
    const close = async (): Promise<void> => {
      await connection.close();
      await server.close();
      watch.end();
    };
    return { ask, ethers, provider, state, close };
  }

  it("SCN-96: played again, everything that changed a chain leads to the same block, time and state", async () => {
    const kept: Kept[] = [];
    const chain = await served(kept);
    const [alice, bob] = (await chain.ethers.getSigners()).map(({ address }) => address);
    const clock = "0x00000000000000000000000000000000000c10c4";
    await chain.ask("hardhat_setCode", clock, CLOCK_CODE);
    await chain.ask("eth_sendTransaction", { from: alice, to: bob, value: "0x1" });
    await chain.ask("evm_increaseTime", 86_400);
    await chain.ask("eth_sendTransaction", { from: alice, to: clock, gas: "0x186a0" });
    await chain.ask("hardhat_mine", "0x64", "0xc");
    await chain.ask("hardhat_impersonateAccount", clock);
    await chain.ask("hardhat_setBalance", clock, "0xde0b6b3a7640000");
    await chain.ask("eth_sendTransaction", { from: clock, to: bob, value: "0x2" });
    await chain.ask("evm_setNextBlockTimestamp", 1).then(
      () => expect.fail("time went back"),
      () => undefined,
    );
    // code that reverts: mined, and an error all the same
    await chain.ask("hardhat_setCode", clock, "0x5f5ffd");
    await chain.ask("eth_sendTransaction", { from: alice, to: clock, gas: "0x186a0" }).then(
      () => expect.fail("it reverts"),
      () => undefined,
    );
    const snapshot = await chain.ask("evm_snapshot");
    await chain.ask("eth_sendTransaction", { from: alice, to: bob, value: "0x3" });
    await chain.ask("evm_revert", snapshot);
    const before = await chain.state();
    const slot = await chain.ask("eth_getStorageAt", clock, "0x0", "latest");
    const genesis = Number((await chain.ethers.provider.getBlock(0))!.timestamp);
    await chain.close();
    expect(kept.filter(({ failed }) => failed === true)).to.have.length(2);

    const more: Kept[] = [];
    const again = await served(more, { genesis, kept });
    try {
      expect(await again.state()).to.deep.equal(before);
      expect(await again.ask("eth_getStorageAt", clock, "0x0", "latest")).to.equal(slot);
      expect(more).to.deep.equal([]);
      // and it goes on: the clock from where it stood
      await again.ask("evm_mine");
      const { timestamp } = await again.state();
      expect(Number(timestamp) - Number(before.timestamp)).to.be.within(1, 600);
      expect(more.map(({ method }) => method)).to.deep.equal(["evm_mine"]);
    } finally {
      await again.close();
    }
    const other = { ...kept[1]!, mined: { ...kept[1]!.mined!, root: `0x${"0".repeat(64)}` } };
    const elsewhere = await served([]);
    try {
      await playAgain(elsewhere.provider, [other]).then(
        () => expect.fail("it led to another state"),
        (error: Error) => {
          expect(error).to.be.instanceOf(Refused);
          expect(error.message).to.match(
            /^Played again, request 1 of 1 \(eth_sendTransaction\) leads to another state/,
          );
        },
      );
    } finally {
      await elsewhere.close();
    }
  });

  it("SCN-96: a line that was cut off when a node was killed is left out, and the file goes on", () => {
    const file = fileOf("cut");
    writeLine(file, { ladderState: 1, preset: "local", genesis: 7, sources: "x" });
    writeLine(file, { method: "evm_mine", params: [] });
    writeLine(file, { journals: { one: { "journal.jsonl": "{}" } } });
    const whole = readFileSync(file, "utf8");
    appendFileSync(file, '{"method":"evm_m');
    expect(readState(file, "cut")).to.deep.equal({
      beginning: { ladderState: 1, preset: "local", genesis: 7, sources: "x" },
      kept: [{ method: "evm_mine", params: [] }],
      journals: { one: { "journal.jsonl": "{}" } },
    });
    expect(readFileSync(file, "utf8")).to.equal(whole);
  });

  it("SCN-96: refuses what is no state, a folder, a place that cannot be written, and another preset", () => {
    const refusal = (name: string, preset = "local"): string => {
      try {
        openMemory(name, preset);
      } catch (error) {
        expect(error).to.be.instanceOf(Refused);
        return (error as Error).message;
      }
      return "it worked";
    };
    for (const text of ["hello\n", "{}\n", "null\n", "\u0000\u0001\n"]) {
      writeFileSync(fileOf("other"), text);
      expect(refusal(fileOf("other"))).to.match(
        /other is no state of a node: name a file that `npm run node -- --state FILE` has written, or a new one\.$/,
      );
      expect(readFileSync(fileOf("other"), "utf8")).to.equal(text);
    }
    expect(refusal(folder)).to.equal(`--state cannot be "${folder}", a folder: name a file in it.`);
    expect(refusal(path.join(fileOf("other"), "below"))).to.match(/it cannot be written there/);
    writeLine(fileOf("mainnet"), { ladderState: 1, preset: "mainnet", genesis: 7, sources: "x" });
    expect(refusal(fileOf("mainnet"))).to.match(
      /was begun with --preset mainnet, not local: say the same, or name another file\.$/,
    );
    expect(refusal(fileOf("mainnet"), "mainnet")).to.equal("it worked");
    expect(refusal(fileOf("new"))).to.equal("it worked");
  });
});
