import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import type { HardhatPlugin } from "hardhat/types/plugins";
import type { NetworkConnection } from "hardhat/types/network";
import { readerOf } from "../lib/ladder/interfaces.ts";

type GetContractAt = HardhatEthers["getContractAt"];

/**
 * `getContractAt` that reads each ABI once for a connection. Hardhat's own reads the artifact and makes all its fragments
 * anew for every address, which was a tenth of what a story takes. Names of two compiled contracts, and whole names
 * (`contracts/A.sol:A`), go to Hardhat's own, which explains itself.
 */
export const readOnce: HardhatPlugin = {
  id: "restaking-ladder:read-once",
  dependencies: () => [import("@nomicfoundation/hardhat-ethers")],
  hookHandlers: {
    network: async () => ({
      default: async () => ({
        newConnection: async (context, next) => {
          const connection = await next(context);
          const { ethers } = connection as NetworkConnection & { ethers: HardhatEthers };
          const own: GetContractAt = ethers.getContractAt;
          const read = readerOf(context.config.paths.artifacts);
          let first: ReturnType<HardhatEthers["getSigners"]> | undefined;
          const getContractAt = async (...[what, address, signer]: Parameters<GetContractAt>) => {
            const face = typeof what === "string" ? read.find(what) : undefined;
            if (face === undefined) return own(what as string, address, signer);
            // what takes a list of fragments takes what is made of one
            first ??= ethers.getSigners();
            return own(face as unknown as unknown[], address, signer ?? (await first)[0]);
          };
          ethers.getContractAt = getContractAt as GetContractAt;
          return connection;
        },
      }),
    }),
  },
};
