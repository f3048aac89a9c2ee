import { AbiCoder } from "ethers";
import {
  proveBalance,
  proveBalances,
  proveBalancesTogether,
  proveStateRoot,
  proveValidator,
  type ProvableBlock,
} from "./prove.ts";

type StateRootProof = ReturnType<typeof proveStateRoot>;

/** A validator as a pod knows it. */
export interface PodValidator {
  readonly index: bigint;
  readonly pubkeyHash: string;
}

/** Arguments of `verifyWithdrawalCredentials`, of validators in the state behind `timestamp`. */
export function credentialsArguments(
  block: ProvableBlock,
  timestamp: bigint,
  indices: readonly bigint[],
): [bigint, StateRootProof, bigint[], string[], string[][]] {
  const proofs = indices.map((index) => proveValidator(block, index));
  return [
    timestamp,
    proveStateRoot(block),
    [...indices],
    proofs.map(({ proof }) => proof),
    proofs.map(({ fields }) => fields),
  ];
}

/** Arguments of `verifyCheckpointProofs`, against the block that the checkpoint's root names. */
export function checkpointArguments(
  block: ProvableBlock,
  validators: readonly PodValidator[],
): [ReturnType<typeof proveBalances>, { pubkeyHash: string; balanceRoot: string; proof: string }[]] {
  const proofs = validators.map(({ index, pubkeyHash }) => ({ pubkeyHash, ...proveBalance(block, index) }));
  return [proveBalances(block), proofs];
}

/** Arguments of `verifyCheckpointMultiproof`: the same validators, by one proof of all their balances. */
export function multiproofArguments(
  block: ProvableBlock,
  validators: readonly PodValidator[],
): [ReturnType<typeof proveBalances>, { pubkeyHashes: string[]; balanceRoots: string[]; proof: string }] {
  const falling = [...validators].sort((a, b) => (a.index < b.index ? 1 : -1));
  const { leaves, proof } = proveBalancesTogether(
    block,
    falling.map(({ index }) => index),
  );
  const pubkeyHashes = falling.map(({ pubkeyHash }) => pubkeyHash);
  return [proveBalances(block), { pubkeyHashes, balanceRoots: leaves, proof }];
}

const KEY_PROOF = "tuple(bytes32, bytes, bytes32[], bytes, bytes32, bytes, bytes32, bytes)";

/** A `KeyProof`, as the vault's verifier of keys takes it: validator `index` and its balance in the block's state. */
export function keyProof(block: ProvableBlock, index: bigint): string {
  const [state, validator] = [proveStateRoot(block), proveValidator(block, index)];
  const [container, balance] = [proveBalances(block), proveBalance(block, index)];
  return AbiCoder.defaultAbiCoder().encode(
    [KEY_PROOF],
    [
      [
        ...[state.beaconStateRoot, state.proof, validator.fields, validator.proof],
        ...[container.balanceContainerRoot, container.proof, balance.balanceRoot, balance.proof],
      ],
    ],
  );
}

/** Arguments of `verifyStaleBalance`, of a validator that is slashed in the state behind `timestamp`. */
export function staleArguments(
  block: ProvableBlock,
  timestamp: bigint,
  index: bigint,
): [bigint, StateRootProof, { validatorFields: string[]; proof: string }] {
  const { fields, proof } = proveValidator(block, index);
  return [timestamp, proveStateRoot(block), { validatorFields: fields, proof }];
}
