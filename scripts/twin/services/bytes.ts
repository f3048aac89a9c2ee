import { AbiCoder } from "ethers";
import type { Chunk } from "../../../model/4-avs/availability/chunks.ts";

/** The bytes of a chunk. */
export const bytesOf = (chunk: Chunk): string =>
  "length" in chunk
    ? `0x${"00".repeat(Number(chunk.length))}`
    : AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [chunk.account, chunk.entitlementWei]);
