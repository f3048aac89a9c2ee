import { readFileSync } from "node:fs";
import { id } from "ethers";
import hre from "hardhat";
import { type Stage, setStage } from "../../sandbox/stage.ts";
import { equivocate, signVotes } from "../../services/bridge.ts";
import { type Measurements, must, onFreshChains, type RowFacts, type Rung } from "../row.ts";

const FACTS = new URL("../peers/services.json", import.meta.url);
const HEIGHT = 100n;
const TENTH = 10n ** 17n;

/** Two operators of the vault behind one bridge, whose slasher tells one observer. */
async function prepare(): Promise<Stage> {
  return setStage(hre, {
    operators: 2,
    sizesWad: [TENTH],
    blocks: [],
    queuedPercent: 0,
    validators: 0,
    penaltyWei: 0n,
  });
}

async function bridgeOf({ services, ladder }: Stage) {
  const [bridge] = services;
  if (bridge === undefined) throw new Error("no bridge");
  const domain = { chainId: (await ladder.ethers.provider.getNetwork()).chainId, bridge: await bridge.getAddress() };
  return { bridge, domain };
}

/** Proves that operator 1 contradicted itself, before `observers` that each sync the vault. */
async function provenSlash(stage: Stage, observers: number) {
  const { ladder, operators } = stage;
  const { ethers, addresses, admin, keeper } = ladder;
  const { bridge, domain } = await bridgeOf(stage);
  const [operator] = operators;
  if (operator === undefined) throw new Error("no operator");
  const set = { avs: domain.bridge, id: await bridge.OPERATOR_SET_ID() };
  const slasher = await ethers.getContractAt("InstantSlasher", await ladder.contracts.allocation.getSlasher(set));
  for (const observer of await slasher.observers()) await slasher.connect(admin).removeObserver(observer);
  for (let count = 0; count < observers; ++count) {
    await slasher.connect(admin).addObserver(await ethers.deployContract("SlashListener", [addresses.restaker]));
  }
  must((await slasher.observers()).length === observers, `${observers} observers`);
  must((await ladder.contracts.allocation.getStrategiesInOperatorSet(set)).length === 1, "one strategy");
  const about = { operator: operator.address, height: HEIGHT };
  const [first, second] = await equivocate(operator, domain, about, [id("one"), id("another")]);
  const rate = await ladder.contracts.vault.rate();
  const sent = await bridge.connect(keeper).proveEquivocation(operator, HEIGHT, first, second);
  must(
    (await ladder.contracts.vault.rate()) < rate === observers > 0,
    "the vault was told exactly if there are observers",
  );
  return sent;
}

const measurements: Measurements<Stage> = {
  "service.slash.observers0": async (stage) => provenSlash(stage, 0),
  "service.slash.observers1": async (stage) => provenSlash(stage, 1),
  "service.slash.observers10": async (stage) => provenSlash(stage, 10),
  "service.relay.members2": async (stage) => {
    const { bridge, domain } = await bridgeOf(stage);
    const root = id("root");
    const signers = stage.operators.map((key) => ({ operator: key.address, key }));
    const votes = await signVotes(signers, domain, { height: HEIGHT, root });
    must(votes.length === 2 && (await bridge.stakes(1)).operators.length === 2, "both members sign");
    return bridge.connect(stage.ladder.keeper).relay(HEIGHT, root, votes);
  },
};

/** Rung 4 with the vault above it; nobody else publishes the like. */
export async function servicesRung(): Promise<Rung> {
  return {
    title: "Services: gas of a transaction from the proof to the vault's rate",
    note: "An observer's call carries 1,200,000 gas whatever it uses, so the gas limit must be higher than what is used.",
    maxRatio: 1,
    facts: JSON.parse(readFileSync(FACTS, "utf8")) as RowFacts[],
    ...onFreshChains(prepare, measurements),
  };
}
