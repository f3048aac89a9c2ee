import { expect } from "chai";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { buildContracts } from "../../scripts/lib/build.ts";

describe("Building before a story", () => {
  it("SCN-11: whatever the compiler says goes to stderr, for stdout is for data", async () => {
    const [out, err] = [process.stdout.write, process.stderr.write];
    const written = { stdout: "", stderr: "" };
    const asked: unknown[] = [];
    const noisy = async (options: unknown): Promise<void> => {
      asked.push(options);
      process.stdout.write("compiled\n");
    };
    const hre = { tasks: { getTask: () => ({ run: noisy }) } } as unknown as HardhatRuntimeEnvironment;
    const into = (stream: keyof typeof written) => (text: string) => {
      written[stream] += text;
      return true;
    };
    process.stdout.write = into("stdout") as typeof out;
    process.stderr.write = into("stderr") as typeof err;
    try {
      await buildContracts(hre);
      process.stdout.write("data\n");
    } finally {
      process.stdout.write = out;
      process.stderr.write = err;
    }
    expect(written).to.deep.equal({ stdout: "data\n", stderr: "compiled\n" });
    expect(asked).to.deep.equal([{ quiet: true, noTests: true }]);
  });
});
