import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { advanceBlocks } from "../../scripts/lib/ladder/clock.ts";
import { depositEth } from "../../scripts/lib/ladder/holders.ts";
import { restake } from "../../scripts/lib/ladder/keepers.ts";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { podOf } from "../../scripts/lib/ladder/pod-of.ts";
import { slashValidator } from "../../scripts/lib/ladder/rung-one.ts";
import { signUpOperators } from "../../scripts/node/prepare.ts";
import type { Call } from "../../scripts/prove/calls.ts";
import { readChoice } from "../../scripts/prove/choice.ts";
import { prove } from "../../scripts/prove/prove.ts";
import { ETH } from "../../scripts/lib/units.ts";
import { freshLadder } from "./fresh-ladder.ts";

type Asked = Parameters<typeof readChoice>[0];
const ASKED: Asked = { pod: "0", kind: "checkpoint", time: undefined, out: undefined, send: false, json: false };
const DAY = 7_200n;

describe("hardhat prove", () => {
  let ladder: Ladder;
  let said: string[];

  before(async () => {
    ladder = await freshLadder();
    await signUpOperators(ladder);
    await depositEth(ladder, ladder.others[0]!, 128n * ETH);
    await restake(ladder, 0n);
    await advanceBlocks(ladder.provider, DAY);
  });

  const run = async (changes: Partial<Asked> = {}, stream?: Parameters<typeof prove>[2]): Promise<string> => {
    said = [];
    await prove(readChoice({ ...ASKED, ...changes }), { ladder, say: (line) => said.push(line) }, stream);
    return said.join("\n");
  };
  const refusal = async (changes: Partial<Asked>): Promise<string> =>
    run(changes).then(
      () => "it worked",
      (error: Error) => error.message,
    );

  it("RST-134: says what cannot be proven: number, cause, way out", async () => {
    expect(await refusal({ pod: "7" })).to.match(
      /^The vault has no slot 7\. Pods of the vault: slot 0: 0x.*slot 1: 0x/,
    );
    expect(await refusal({ pod: ladder.addresses.vault })).to.match(
      /^0x\w{40} is no pod of 0x\w{40}\. Pods of the vault: /,
    );
    expect(await refusal({ pod: "north" })).to.match(/^"north" is no pod: write an address/);
    expect(await refusal({ kind: "balances" })).to.match(/^There is no kind "balances" of proofs: /);
    expect(await refusal({ kind: "checkpoint", time: "5" })).to.match(/leave --time out$/);
    expect(await refusal({})).to.match(
      /^The pod has no open checkpoint: `npx hardhat prove --pod 0 --send` begins one\.$/,
    );
    const { pod } = await podOf(ladder, 0n);
    expect(await refusal({ send: true })).to.match(/^The pod has no active validator, .* --kind credentials\.$/);
    expect(await pod.lastCheckpointTimestamp(), "nothing was sent").to.equal(0n);
    expect(await refusal({ out: "nosuch/calls.json" })).to.match(
      /^"nosuch\/calls\.json" cannot be written: there is no/,
    );
    const { timestamp } = (await ladder.ethers.provider.getBlock("latest"))!;
    const kind = "credentials";
    expect(await refusal({ kind, time: `${timestamp + 12}` })).to.match(
      /^No block has time \d+ yet: the latest one has/,
    );
    expect(await refusal({ kind, time: `${timestamp - 1}` })).to.match(
      /its slot was skipped\. The next block has \d+\.$/,
    );
    expect(await refusal({ kind, time: `${timestamp - 8_191 * 12}` })).to.equal(
      `The root of time ${timestamp - 8_191 * 12} is lost: it is 8191 slots back, and EIP-4788 keeps 8191. Leave --time out for the latest, ${timestamp}.`,
    );
    expect(await refusal({ kind: "stale" })).to.match(/^No validator of the pod is slashed .*: 0 were looked at\.$/);
  });

  it("RST-134: writes calls that do what they say, and what was sent is not written again", async () => {
    const { pod } = await podOf(ladder, 0n);
    const folder = await mkdtemp(path.join(tmpdir(), "prove-"));
    try {
      const out = path.join(folder, "calls.json");
      expect(await run({ kind: "credentials", out })).to.match(
        /^credentials of pod 0x\w{40}: 2 validators in 1 call\n/,
      );
      const [call] = JSON.parse(await readFile(out, "utf8")) as Call[];
      await ladder.keeper.sendTransaction({ to: call!.to, data: call!.data });
      expect(await pod.activeValidatorCount()).to.equal(2n);
      const written = await readFile(out, "utf8");
      expect(await refusal({ kind: "credentials", out })).to.match(/^The pod has no validator to prove/);
      expect(await readFile(out, "utf8"), "what is refused writes nothing").to.equal(written);
      // --send begins what is not begun
      expect(await run({ send: true })).to.match(/^checkpoint of pod 0x\w{40}: 2 validators in 1 call, sent$/);
      expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
      expect(await pod.lastCheckpointTimestamp()).to.be.greaterThan(0n);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("RST-134: on a terminal a bar says how many calls are made", async () => {
    await slashValidator(ladder, 0n);
    await advanceBlocks(ladder.provider, 2n);
    const drawn: string[] = [];
    const write = (text: string): boolean => drawn.push(text) > 0;
    await run({ kind: "stale" }, { isTTY: true, columns: 80, write } as unknown as NodeJS.WriteStream);
    expect(drawn.join("")).to.match(/░+ 0\/1 {2}making proofs: 1 validator/);
  });

  it("RST-134: a slashed validator begins a checkpoint by its own proof, as JSON too", async () => {
    const { pod } = await podOf(ladder, 0n);
    const [call] = JSON.parse(await run({ kind: "stale", json: true })) as Call[];
    expect(call!.function).to.equal("verifyStaleBalance");
    await run({ kind: "stale", send: true });
    const begun = await pod.currentCheckpointTimestamp();
    expect(begun).to.be.greaterThan(0n);
    expect(await refusal({ kind: "stale" })).to.equal(
      `The pod has an open checkpoint, of time ${begun}: prove it first, with --kind checkpoint.`,
    );
    await run({ send: true });
    expect(await pod.currentCheckpointTimestamp()).to.equal(0n);
    expect(await pod.lastCheckpointTimestamp()).to.equal(begun);
  });
});
