import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { type BaseContract, Contract, Signature } from "ethers";
import type { Ladder } from "../lib/ladder/ladder.ts";
import { sent } from "../lib/ladder/sent.ts";
import type { Ground } from "./ground.ts";

const FOREVER = 2n ** 64n - 1n;
const TOKEN = ["function name() view returns (string)", "function nonces(address) view returns (uint256)"];
const PERMIT = {
  Permit: ["owner", "spender", "value", "nonce", "deadline"].map((name) => ({
    name,
    type: name === "owner" || name === "spender" ? "address" : "uint256",
  })),
};

/**
 * Requests that carry a signed permit: shown to everybody first, and mined later.
 * @param vault whose shares they are
 * @param door takes `requestWithPermit` as the ladder's entrance does
 * @param note hears of the ticket
 */
export function signedRequests(
  { ethers }: Ladder,
  vault: BaseContract,
  door: BaseContract,
  people: Readonly<Record<"alice" | "bob" | "carol", HardhatEthersSigner>>,
  note: (who: "alice" | "bob" | "carol", ticket: bigint) => void,
): Pick<Ground, "sign" | "mine" | "mempool"> {
  let shown: Promise<BaseContract> | undefined;
  let pending: (() => Promise<unknown>) | undefined;
  const mempool = (): Promise<BaseContract> => (shown ??= ethers.deployContract("Mempool"));
  return {
    mempool,
    async mine() {
      await pending?.();
    },
    async sign(who, shares) {
      const signer = people[who];
      const token = new Contract(await vault.getAddress(), TOKEN, signer);
      const { chainId } = await ethers.provider.getNetwork();
      const domain = {
        name: await token.getFunction("name")(),
        version: "1",
        chainId,
        verifyingContract: await vault.getAddress(),
      };
      const spender = await door.getAddress();
      const nonce = await token.getFunction("nonces")(signer);
      const terms = { owner: signer.address, spender, value: shares, nonce, deadline: FOREVER };
      const { v, r, s } = Signature.from(await signer.signTypedData(domain, PERMIT, terms));
      const permit = { deadline: FOREVER, v, r, s };
      const seen = { owner: signer.address, spender, value: shares, permit };
      await sent((await mempool()).getFunction("show")(seen));
      const method = (door.connect(signer) as BaseContract).getFunction("requestWithPermit");
      const args = [shares, signer.address, 0n, FOREVER, 0n, permit];
      pending = async () => {
        note(who, (await method.staticCall(...args)) as bigint);
        await sent(method(...args));
      };
    },
  };
}
