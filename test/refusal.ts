import { AbiCoder, dataSlice } from "ethers";
import { artifacts } from "hardhat";
import { Decoder, readAbis, revertData } from "../scripts/lib/ladder/answers.ts";

const decoder = new Decoder(await readAbis(artifacts));
/** Selector of `Error(string)`. */
const REASON = "0x08c379a0";

/** The name of a custom error or the reason in what a refused call has returned; undefined for a panic, or gas that ran out. */
export function nameOfRefusal(thrown: unknown): string | undefined {
  const data = revertData(thrown);
  if (data?.startsWith(REASON) === true)
    return String(AbiCoder.defaultAbiCoder().decode(["string"], dataSlice(data, 4))[0]);
  return decoder.error(thrown)?.name;
}

/** The same; what has no name is nobody's meaning, and is thrown on. */
export function refusalOf(thrown: unknown): string {
  const name = nameOfRefusal(thrown);
  if (name === undefined) throw thrown;
  return name;
}
