import { expect } from "chai";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { buildContracts } from "../../scripts/lib/build.ts";

describe("Building before a story", () => {
  /** What a build that ends so leaves on the two streams, and what it was asked. */
  async function building(end: () => void) {
    const [out, err] = [process.stdout.write, process.stderr.write];
    const written = { stdout: "", stderr: "" };
    const asked: unknown[] = [];
    const noisy = async (options: unknown): Promise<void> => {
      asked.push(options);
      process.stdout.write("compiled\n");
      process.stderr.write("warned\n");
      end();
    };
    // a place in which nothing is built
    const paths = { root: import.meta.dirname, artifacts: `${import.meta.dirname}/none` };
    const tasks = { getTask: () => ({ run: noisy }) };
    const hre = { tasks, config: { paths } } as unknown as HardhatRuntimeEnvironment;
    const into = (stream: keyof typeof written) => (text: string) => {
      written[stream] += text;
      return true;
    };
    process.stdout.write = into("stdout") as typeof out;
    process.stderr.write = into("stderr") as typeof err;
    let failure: unknown;
    try {
      await buildContracts(hre).catch((error: unknown) => {
        failure = error;
      });
      process.stdout.write("data\n");
    } finally {
      process.stdout.write = out;
      process.stderr.write = err;
    }
    return { written, asked, failure };
  }

  it("SCN-11: a build that works says nothing, for stdout is for data and stderr for progress", async () => {
    const { written, asked, failure } = await building(() => undefined);
    expect(failure).to.equal(undefined);
    expect(written).to.deep.equal({ stdout: "data\n", stderr: "" });
    expect(asked).to.deep.equal([{ quiet: true, noTests: true }]);
  });

  it("SCN-11: a build that fails shows all that was said, on stderr", async () => {
    const broken = new Error("no");
    const { written, failure } = await building(() => {
      throw broken;
    });
    expect(failure).to.equal(broken);
    expect(written).to.deep.equal({ stdout: "data\n", stderr: "compiled\nwarned\n" });
  });
});
