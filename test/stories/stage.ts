import hre from "hardhat";
import type { Attribution } from "../../scripts/attribution/attribution.ts";
import { Decoder, type NamedAbi, readAbis } from "../../scripts/lib/ladder/answers.ts";
import { CONTRACTS, type ContractName } from "../../scripts/lib/ladder/contracts.ts";
import type { Ladder } from "../../scripts/lib/ladder/ladder.ts";
import { EventLog } from "../../scripts/lib/ladder/event-log.ts";
import { play } from "../../scripts/scenario/play.ts";
import { attributionOf } from "../../scripts/scenario/record.ts";
import type { Scenario } from "../../scripts/scenario/scenario.ts";
import { setStage } from "../../scripts/scenario/stage.ts";
import { validateScenario } from "../../scripts/scenario/validate.ts";
import { vocabularyOf } from "../../scripts/scenario/vocabulary.ts";
import { freshLadder } from "./fresh-ladder.ts";

/** One deployed ladder on which a file's tests play short stories, each from the same state. */
export class TestStage {
  readonly #abis: readonly NamedAbi[];
  #ladder: Ladder;

  private constructor(abis: readonly NamedAbi[], ladder: Ladder) {
    this.#abis = abis;
    this.#ladder = ladder;
  }

  static async open(): Promise<TestStage> {
    return new TestStage(await readAbis(hre.artifacts), await freshLadder());
  }

  get ladder(): Ladder {
    return this.#ladder;
  }

  /** Goes back to the fresh deployment. */
  async reset(): Promise<void> {
    this.#ladder = await freshLadder();
  }

  validate(text: string): Scenario {
    return validateScenario("story.yaml", text, { vocabulary: vocabularyOf(this.#abis.map(({ abi }) => abi)) });
  }

  /** Plays a story from the fresh deployment and returns every event since the chain began. */
  async play(text: string): Promise<EventLog["entries"]> {
    await this.reset();
    const scenario = this.validate(text);
    const world = await setStage(this.#ladder, scenario);
    const decoder = new Decoder(this.#abis);
    for (const [name, { abi }] of Object.entries(CONTRACTS))
      decoder.learn(this.#ladder.addresses[name as ContractName], abi);
    const eventLog = new EventLog(this.#ladder, decoder);
    await play(scenario, { world, decoder, eventLog });
    return eventLog.entries;
  }

  /** An attribution that has seen nothing yet. */
  async attribution(): Promise<Attribution> {
    return attributionOf(this.#ladder, () => undefined);
  }
}

/** The head of a short story; acts follow. Fourteen lines. */
export const SHORT = `version: 1
title: Short
about: A story for a test.
seed: 7
preset: local
actors:
  alice: { role: holder, funding: 100 ETH }
  bob: { role: holder, funding: 100 ETH }
  north: { role: operator }
  wendy: { role: watcher }
acts:
  - title: All of it
    text: It happens.
    steps:
`;
