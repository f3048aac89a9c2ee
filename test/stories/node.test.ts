import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import hre from "hardhat";
import { blockRootOf } from "../../scripts/beacon/state/header.ts";
import { BadOption } from "../../scripts/lib/command-line.ts";
import { beaconOf } from "../../scripts/lib/ladder/beacon.ts";
import { podOf } from "../../scripts/lib/ladder/pod-of.ts";
import { sent } from "../../scripts/lib/ladder/sent.ts";
import { readNodeOptions } from "../../scripts/node/options.ts";
import { PortTaken, serve } from "../../scripts/node/serve.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/node.ts", import.meta.url));

describe("npm run node", () => {
  it("SCN-12: refuses wrong options with the way out", () => {
    expect(readNodeOptions([])).to.deep.equal({ help: false, port: 8545, preset: "local", state: undefined });
    expect(() => readNodeOptions(["--prot", "1"])).to.throw(
      BadOption,
      "There is no option --prot: did you mean `--port`?",
    );
    expect(() => readNodeOptions(["--port", "high"])).to.throw(
      BadOption,
      '--port takes a whole number from 0 to 65535, not "high".',
    );
    expect(() => readNodeOptions(["--preset", "locl"])).to.throw(
      BadOption,
      'There is no preset "locl": did you mean `local`?',
    );
  });

  it("SCN-12: says what to do when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    try {
      await serve(hre, port, "local").then(
        () => expect.fail("it served on a taken port"),
        (error: Error) => {
          expect(error).to.be.instanceOf(PortTaken);
          expect(error.message).to.equal(
            `Port ${port} is taken. Stop what serves there, or take another: npm run node -- --port ${port + 1}`,
          );
        },
      );
    } finally {
      other.close();
    }
  });

  it("RST-132: each block of a transaction has its parent's root, so anybody's call of a pod finds it", async () => {
    const { ladder, close } = await serve(hre, 0, "local");
    try {
      const { pod, delegator } = await podOf(ladder, 0n);
      // nobody has told the tools of this transaction
      await sent(delegator.connect(ladder.others[3]!).startCheckpoint());
      const checkpoint = await pod.currentCheckpoint();
      const time = await pod.lastCheckpointTimestamp();
      expect(checkpoint.beaconBlockRoot).to.equal(await pod.getParentBlockRoot(time));
      const { number } = (await ladder.ethers.provider.getBlock("latest"))!;
      const parent = await (await beaconOf(ladder)).behind(number);
      expect(checkpoint.beaconBlockRoot).to.equal(blockRootOf(parent.header));
    } finally {
      await close();
    }
  });

  it("SCN-12: prints accounts, addresses and what to try, and closes cleanly when asked to", async () => {
    const node = spawn(process.execPath, [SCRIPT, "--port", "0"], { stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    let complained = "";
    node.stderr.on("data", (data) => {
      complained += String(data);
    });
    await new Promise<void>((resolve, reject) => {
      node.stdout.on("data", (data) => {
        printed += String(data);
        if (printed.includes("Ctrl-C stops it.")) resolve();
      });
      node.once("exit", () => reject(new Error(complained)));
    });
    expect(printed).to.match(/^The ladder is served at http:\/\/127\.0\.0\.1:\d+/);
    expect(printed).to.match(/alice +0x[0-9a-fA-F]{40} +10,000 ETH +a holder/);
    expect(printed).to.match(/Vault +0x[0-9a-fA-F]{40}/);
    expect(printed).to.match(
      /^ {2}export LADDER_LOCALHOST_URL=http:\/\/127.0.0.1:\d+\n {2}npx hardhat deposit --from alice --amount "100 ETH"$/m,
    );
    node.removeAllListeners("exit");
    node.kill("SIGTERM");
    const [code] = (await once(node, "close")) as [number | null];
    expect(code).to.equal(0);
    expect(complained).to.match(/stopped\n$/);
  });
});
