import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { advanceBlocks } from "../lib/ladder/clock.ts";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { syncAll } from "../lib/ladder/keepers.ts";
import { openLadder } from "../lib/ladder/open.ts";
import { addSlot, registerOperator } from "../lib/ladder/operators.ts";
import { sent } from "../lib/ladder/sent.ts";
import type { Who } from "./ground.ts";
import { ETH, WAD } from "../lib/units.ts";

/** The set of the service that slashes in stories. */
export const SET_ID = 1;

/**
 * A deployed ladder with one operator who has put all of what he is given behind one service, a plain account that
 * slashes when it likes. Each play of an attack begins there again.
 */
export interface Field {
  readonly hre: HardhatRuntimeEnvironment;
  readonly ladder: Ladder;
  readonly people: Readonly<Record<Exclude<Who, "wallet">, HardhatEthersSigner>>;
  readonly attacker: HardhatEthersSigner;
  readonly north: HardhatEthersSigner;
  readonly avs: HardhatEthersSigner;
  /** Goes back to the beginning. */
  reset(): Promise<void>;
}

/** Deploys the ladder and prepares the field. */
export async function openField(hre: HardhatRuntimeEnvironment): Promise<Field> {
  const ladder = await openLadder(hre, "local");
  const { provider } = ladder;
  const [alice, bob, carol, north, avs, attacker] = ladder.others;
  if (!alice || !bob || !carol || !north || !avs || !attacker) throw new Error("the network has too few accounts");
  const delayBlocks = await registerOperator(ladder, north);
  await secureService(ladder, avs, north);
  await advanceBlocks(provider, delayBlocks + 1n);
  await addSlot(ladder, north, { weightBps: 10_000n, capWei: 10n ** 6n * ETH });
  await syncAll(ladder);
  let snapshot: unknown = await provider.request({ method: "evm_snapshot", params: [] });
  return {
    hre,
    ladder,
    people: { alice, bob, carol },
    attacker,
    north,
    avs,
    async reset() {
      await provider.request({ method: "evm_revert", params: [snapshot] });
      snapshot = await provider.request({ method: "evm_snapshot", params: [] });
    },
  };
}

/** An account becomes a service, and the operator puts everything behind it. */
async function secureService(
  { contracts, addresses, ethers }: Ladder,
  avs: HardhatEthersSigner,
  operator: HardhatEthersSigner,
): Promise<void> {
  const service = contracts.allocation.connect(avs);
  const strategies = [addresses.wstEthStrategy];
  await sent(service.updateAVSMetadataURI(avs, ""));
  await sent(service.setAVSRegistrar(avs, await ethers.deployContract("ReplayRegistrar")));
  await sent(
    service["createOperatorSets(address,(uint32,address[],address)[])"](avs, [
      { operatorSetId: SET_ID, strategies, slasher: avs },
    ]),
  );
  const operators = contracts.allocation.connect(operator);
  await sent(operators.registerForOperatorSets(operator, { avs, operatorSetIds: [SET_ID], data: "0x" }));
  await sent(
    operators.modifyAllocations(operator, [{ operatorSet: { avs, id: SET_ID }, strategies, newMagnitudes: [WAD] }]),
  );
}
