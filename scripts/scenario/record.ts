import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { Attribution } from "../attribution/attribution.ts";
import type { LstPlaces } from "../attribution/components.ts";
import type { Positions } from "../attribution/position/positions.ts";
import { waterfall, type Waterfall } from "../attribution/waterfall.ts";
import { Decoder, type NamedAbi } from "../lib/ladder/answers.ts";
import { CONTRACTS, type ContractName } from "../lib/ladder/contracts.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { openLadder } from "../lib/ladder/open.ts";
import { EventLog } from "../lib/ladder/event-log.ts";
import { checklistOf } from "./checklist.ts";
import { restLines } from "./balance/rest.ts";
import type { World } from "./world.ts";
import { ledgerOf } from "./ledger.ts";
import { momentNow } from "./moments.ts";
import { outcomeOf } from "./outcome-line.ts";
import { People } from "./people.ts";
import { marketAbis, positionNow, positionsOn } from "./positions.ts";
import { play, type Audience } from "./play.ts";
import type { Moment, PlayedAct, Playback, PositionLine } from "./playback.ts";
import type { Scenario } from "./scenario.ts";
import { setStage } from "./stage.ts";
import { WAD } from "../lib/units.ts";

/** Told how the story goes while it is played. */
export interface Spectator {
  onReady?(steps: number): void;
  onStepBegins?(text: string): void;
  onAct?(act: PlayedAct, index: number): Promise<void> | void;
}

/**
 * Attribution over everything that has happened on a ladder's chain.
 *
 * @param more LSTs that are listed beside wstETH
 * @param positions everybody's positions, which are kept with it
 */
export async function attributionOf(
  ladder: Ladder,
  nameOf: (address: string) => string | undefined,
  more: readonly LstPlaces[] = [],
  positions?: Positions,
): Promise<Attribution> {
  const { contracts, addresses } = ladder;
  return new Attribution({
    vault: addresses.vault,
    lsts: [{ token: addresses.wstETH, pool: addresses.stETH, exitQueue: addresses.unstakingQueue }, ...more],
    restaker: addresses.restaker,
    withdrawalDelayBlocks: await contracts.delegation.minWithdrawalDelayBlocks(),
    dripSeconds: await contracts.vault.dripSeconds(),
    nameOf,
    ...(positions && { positions }),
  });
}

/** The checklist for whoever holds most LRT, with all of it; nothing when nobody holds any, or nobody could buy. */
async function checklistAtEnd({ ladder, signer }: World, actors: readonly string[]): Promise<Playback["checklist"]> {
  const { vault } = ladder.contracts;
  const held = await Promise.all(
    actors.map(async (name) => ({ holder: name, shares: await vault.balanceOf(signer(name).address) })),
  );
  const [most] = held.sort((a, b) => (a.shares < b.shares ? 1 : a.shares > b.shares ? -1 : 0));
  if (most === undefined || most.shares === 0n || (await vault.isDead())) return undefined;
  return { ...most, answers: await checklistOf(ladder, signer(most.holder), most.shares) };
}

/**
 * Plays a scenario on a fresh chain and writes down how it went.
 *
 * @param open opens that chain and deploys the ladder on it; another way of deploying tells the same story
 */
export async function record(
  hre: HardhatRuntimeEnvironment,
  scenario: Scenario,
  abis: readonly NamedAbi[],
  spectator: Spectator = {},
  open: typeof openLadder = openLadder,
): Promise<Playback> {
  const { preset, gloasBlocks } = scenario;
  const ladder = await open(hre, preset, gloasBlocks === undefined ? {} : { gloasBlocks });
  const world = await setStage(ladder, scenario);
  const decoder = new Decoder([...abis, ...marketAbis(ladder)]);
  for (const [name, { abi }] of Object.entries(CONTRACTS)) decoder.learn(ladder.addresses[name as ContractName], abi);
  const eventLog = new EventLog(ladder, decoder);
  const positions = await positionsOn(ladder);
  const attribution = await attributionOf(ladder, world.nameOf, [], positions);
  let fed = 0;
  const catchUp = (): void => {
    attribution.feed(eventLog.entries.slice(fed));
    fed = eventLog.entries.length;
  };
  await eventLog.catchUp();
  catchUp();
  const began = BigInt((await ladder.ethers.provider.getBlock("latest"))!.timestamp);
  const moments: Moment[] = [];
  let ending: Waterfall | undefined;
  const watch = {
    ...{ world, attribution, began, loans: positions.loans },
    people: new People(world, scenario.actors),
    actors: scenario.actors.map(({ name }) => name),
  };
  const note = async (text: string): Promise<void> => {
    const moment = await momentNow(watch, text, eventLog.entries, moments.at(-1));
    const { seconds, supply, exitRateWad } = moment;
    // what comes after the last holder has left moves nobody's rate
    if (supply > 0n) ending = waterfall(attribution.at(began + seconds).parts, exitRateWad);
    else if (ending !== undefined) ending = { ...ending, endsWithLastHolder: true };
    moments.push(moment);
  };
  await note("set-up");
  const acts: PlayedAct[] = [];
  const look = async (text: string): Promise<void> => {
    await eventLog.catchUp();
    catchUp();
    await note(text);
  };
  world.onPause = look;
  world.partOf = async (kind) => {
    await eventLog.catchUp();
    catchUp();
    const now = BigInt((await ladder.ethers.provider.getBlock("latest"))!.timestamp);
    const parts = attribution.at(now).parts.filter(({ cause }) => cause.split(":")[0] === kind);
    return parts.reduce((sum, { e36 }) => sum + e36, 0n) / WAD;
  };
  let steps: { text: string; outcome: string }[] = [];
  let actBegan = 0;
  spectator.onReady?.(scenario.acts.reduce((sum, act) => sum + act.steps.length, 0));
  const audience: Audience = {
    onAct: () => {
      steps = [];
      actBegan = moments.length - 1;
    },
    onStepBegins: ({ text }) => spectator.onStepBegins?.(text),
    onStep: async (step, outcome) => {
      await look(step.text);
      steps.push({ text: step.text, outcome });
    },
    onActDone: async ({ title, text }, index) => {
      const outcome = outcomeOf(moments[actBegan]!, moments.at(-1)!);
      const act = { title, text, outcome, steps, endsAt: moments.length - 1 };
      acts.push(act);
      await spectator.onAct?.(act, index);
    },
  };
  await play(scenario, { world, decoder, eventLog }, audience);
  const stories: PositionLine[] = [];
  for (const { name } of scenario.actors) {
    const story = await positionNow({ ladder, attribution, positions }, world.signer(name), eventLog.entries);
    if (story.parts.length > 0 || story.lrt > 0n) stories.push({ actor: name, ...story });
  }
  const checklist = moments.some(({ market }) => market !== undefined)
    ? await checklistAtEnd(
        world,
        scenario.actors.map((actor) => actor.name),
      )
    : undefined;
  const ledger = await ledgerOf(world, scenario.actors, eventLog.entries);
  const { name, title, about, seed } = scenario;
  return {
    story: { name, title, about, seed, preset },
    acts,
    moments,
    ledger,
    rest: await restLines(world, watch.actors, ledger, eventLog.entries, Number(moments[0]!.block)),
    positions: stories,
    ...(checklist && { checklist }),
    waterfall: ending ?? waterfall([], moments.at(-1)!.exitRateWad),
  };
}
