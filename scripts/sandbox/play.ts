import { id, type TransactionReceipt } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { sent } from "../lib/ladder/sent.ts";
import { equivocate } from "../services/bridge.ts";
import type { Choice, Fault } from "./choice.ts";
import { type Levels, readLevels } from "./levels.ts";
import { setStage, type Stage } from "./stage.ts";

/** A fault that was proven, and every rung just before and just after. */
export interface Fallen extends Fault {
  readonly sizeWad: bigint;
  /** Gas of the one transaction: proof, slash, hook, sync of the vault. */
  readonly gasUsed: bigint;
  /** Whether the vault heard of it in that transaction. */
  readonly told: boolean;
  readonly before: Levels;
  readonly after: Levels;
}

/** Lets the fault's operator contradict itself at the fault's service, and proves it in one transaction. */
async function prove(
  { ladder, operators, services }: Stage,
  fault: Fault,
  height: bigint,
): Promise<TransactionReceipt> {
  const operator = operators[fault.operator - 1];
  const service = services[fault.service - 1];
  if (operator === undefined || service === undefined) throw new Error("a fault of nobody, or at no service");
  const { chainId } = await ladder.ethers.provider.getNetwork();
  const domain = { chainId, bridge: await service.getAddress() };
  const about = { operator: operator.address, height };
  const [first, second] = await equivocate(operator, domain, about, [id("one root"), id("another root")]);
  return sent(service.connect(ladder.keeper).proveEquivocation(operator, height, first, second));
}

/** Plays the faults one after the other and reads the ladder before and after each. */
export async function playSandbox(hre: HardhatRuntimeEnvironment, choice: Choice): Promise<Fallen[]> {
  const stage = await setStage(hre, choice);
  const failure = (await stage.ladder.ethers.getContractFactory("InstantSlasher")).interface.getEvent("ObserverFailed");
  const fallen: Fallen[] = [];
  let before = await readLevels(stage);
  for (const [index, fault] of choice.faults.entries()) {
    const receipt = await prove(stage, fault, BigInt(index + 1));
    const after = await readLevels(stage);
    fallen.push({
      ...fault,
      sizeWad: choice.sizesWad[fault.service - 1] ?? 0n,
      gasUsed: receipt.gasUsed,
      told: !receipt.logs.some(({ topics }) => topics[0] === failure?.topicHash),
      before,
      after,
    });
    before = after;
  }
  return fallen;
}
