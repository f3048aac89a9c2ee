import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import hre from "hardhat";
import { toJson } from "../../scripts/demo/json.ts";
import { BadOption, readOptions } from "../../scripts/demo/options.ts";
import { readStory } from "../../scripts/demo/stories.ts";
import { readAbis } from "../../scripts/lib/ladder/answers.ts";
import { reportPage } from "../../scripts/report/page.ts";
import { record } from "../../scripts/scenario/record.ts";
import { validateScenario } from "../../scripts/scenario/validate.ts";
import { vocabularyOf } from "../../scripts/scenario/vocabulary.ts";
import { SHORT } from "./stage.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCRIPT = join(ROOT, "scripts", "demo.ts");

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function demo(args: readonly string[], cwd = ROOT): Promise<Run> {
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd,
    env: { ...process.env, INIT_CWD: cwd },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].on("data", (data) => {
      output[stream] += String(data);
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...output };
}

describe("npm run demo", () => {
  it("SCN-11: refuses wrong options with the way out", () => {
    const refusal = (...args: string[]) => {
      try {
        readOptions(args);
      } catch (error) {
        if (error instanceof BadOption) return error.message;
        throw error;
      }
      return "taken";
    };
    expect(refusal("--sed", "5")).to.equal("There is no option --sed: did you mean `--seed`?");
    expect(refusal("lst")).to.equal('"lst" is no option: did you mean --list?');
    expect(refusal("bank-run")).to.equal('"bank-run" is no option. For a story write --story bank-run.');
    expect(refusal("--seed", "-3")).not.to.equal("taken");
    expect(refusal("--seed", "three")).to.equal('--seed takes a whole number from 0 up to 20 digits, not "three".');
    expect(refusal("--json", "--step")).to.match(/leave one out/);
    expect(readOptions(["--seed", "12", "--json"])).to.include({ seed: 12n, json: true, list: false });
  });

  it("SCN-11: refuses a story that does not exist, with the nearest name", async () => {
    const message = await readStory("climb-the-lader").then(
      () => "read",
      (error: Error) => error.message,
    );
    expect(message).to.equal('There is no story "climb-the-lader": did you mean `climb-the-ladder`?');
  });

  it("SCN-08, SCN-11: prints data alone, the same bytes and the same report from any directory", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ladder-demo-"));
    try {
      const text = `${SHORT}      - sync:\n      - deposit: { by: alice, amount: between 5 ETH and 9 ETH }\n`;
      await writeFile(join(folder, "short.yaml"), text);
      const { code, stdout, stderr } = await demo(
        ["--story", "short.yaml", "--json", "--report", "short.html"],
        folder,
      );
      expect(code, stderr).to.equal(0);
      expect(stderr).to.contain("playing 2 steps");
      const abis = await readAbis(hre.artifacts);
      const vocabulary = vocabularyOf(abis.map(({ abi }) => abi));
      const playback = await record(hre, validateScenario("short.yaml", text, { vocabulary }), abis);
      expect(stdout).to.equal(toJson(playback));
      expect(await readFile(join(folder, "short.html"), "utf8")).to.equal(reportPage(playback));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
