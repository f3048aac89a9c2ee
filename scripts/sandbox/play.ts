import { id, type ContractTransactionReceipt, type ContractTransactionResponse } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { checkpointArguments } from "../beacon/proofs/calldata.ts";
import { beaconOf } from "../lib/ladder/beacon.ts";
import { syncAll } from "../lib/ladder/keepers.ts";
import { inOneBlock } from "../lib/ladder/one-block.ts";
import { podOf } from "../lib/ladder/pod-of.ts";
import { validatorsOf } from "../lib/ladder/pods.ts";
import { penaliseValidators } from "../lib/ladder/rung-one.ts";
import { equivocate } from "../services/bridge.ts";
import type { Choice, Fault } from "./choice.ts";
import { type Levels, readLevels } from "./levels.ts";
import { atRest, setStage, type Stage } from "./stage.ts";

/** Faults that were proven in one block, and every rung just before and just after. */
export interface Fallen {
  readonly faults: readonly Fault[];
  /** What each fault costs: a fraction of an allocation, 1e18 = all; on the beacon chain, wei of each validator. */
  readonly sizes: readonly bigint[];
  /** Gas of the proofs, with what they set off: slash, hook, sync of the vault. */
  readonly gasUsed: bigint;
  /** Whether the vault heard of it in those transactions; of a beacon chain's penalty nobody tells it. */
  readonly told: boolean;
  readonly before: Levels;
  readonly after: Levels;
}

/** No transaction may have more (EIP-7825); a block has room for several with half of it. */
const GAS_LIMIT = 8_000_000n;

/** Lets the fault's operator contradict itself at the fault's service, and sends the proof. */
async function sendProof(
  { ladder, operators, services }: Stage,
  { operator: number, service: at }: Fault,
  height: bigint,
): Promise<ContractTransactionResponse> {
  const operator = operators[number - 1];
  const service = at === "beacon" ? undefined : services[at - 1];
  if (operator === undefined || service === undefined) throw new Error("a fault of nobody, or at no service");
  const { chainId } = await ladder.ethers.provider.getNetwork();
  const domain = { chainId, bridge: await service.getAddress() };
  const about = { operator: operator.address, height };
  const [first, second] = await equivocate(operator, domain, about, [id("one root"), id("another root")]);
  const connected = service.connect(ladder.keeper);
  return connected.proveEquivocation(operator, height, first, second, { gasLimit: GAS_LIMIT });
}

/** Proves to the core what an operator's validators have left, in two transactions. */
async function sendCheckpoint({ ladder }: Stage, slot: bigint): Promise<ContractTransactionResponse[]> {
  const { delegator, pod } = await podOf(ladder, slot);
  const parent = await (await beaconOf(ladder)).next();
  const [container, proofs] = checkpointArguments(parent, await validatorsOf(ladder, slot));
  const [one, other] = [delegator.connect(ladder.keeper), pod.connect(ladder.keeper)];
  return [
    await one.startCheckpoint({ gasLimit: GAS_LIMIT }),
    await other.verifyCheckpointProofs(container, proofs, { gasLimit: GAS_LIMIT }),
  ];
}

/** Proves all faults of a block in one block. Penalties were reported before it, as no proof can name its own block. */
async function prove(
  stage: Stage,
  faults: readonly Fault[],
  heights: () => bigint,
): Promise<ContractTransactionReceipt[]> {
  return inOneBlock(stage.ladder, async () => {
    const transactions: ContractTransactionResponse[] = [];
    for (const fault of faults) {
      if (fault.service === "beacon") transactions.push(...(await sendCheckpoint(stage, BigInt(fault.operator - 1))));
      else transactions.push(await sendProof(stage, fault, heights()));
    }
    return transactions;
  });
}

/** Plays the faults block by block and reads the ladder before and after each. */
export async function playSandbox(hre: HardhatRuntimeEnvironment, choice: Choice): Promise<Fallen[]> {
  const stage = await setStage(hre, choice);
  const { ladder } = stage;
  const failure = (await ladder.ethers.getContractFactory("InstantSlasher")).interface.getEvent("ObserverFailed");
  const fallen: Fallen[] = [];
  let height = 0n;
  for (const faults of choice.blocks) {
    const penalised = faults.filter(({ service }) => service === "beacon");
    if (choice.validators > 0) await atRest(ladder, choice.operators);
    const before = await readLevels(stage);
    for (const { operator } of penalised) await penaliseValidators(ladder, BigInt(operator - 1), choice.penaltyWei);
    const receipts = await prove(stage, faults, () => ++height);
    if (penalised.length > 0) await syncAll(ladder);
    fallen.push({
      faults,
      sizes: faults.map(({ service }) => (service === "beacon" ? choice.penaltyWei : choice.sizesWad[service - 1]!)),
      gasUsed: receipts.reduce((sum, receipt) => sum + receipt.gasUsed, 0n),
      told: !receipts.some(({ logs }) => logs.some(({ topics }) => topics[0] === failure?.topicHash)),
      before,
      after: await readLevels(stage),
    });
  }
  return fallen;
}
