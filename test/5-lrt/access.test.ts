import { expect } from "chai";
import { type FunctionFragment, Interface, type ParamType, ZeroAddress } from "ethers";
import hre, { artifacts } from "hardhat";
import { RESTRICTED, ROLES } from "../../deploy/lib/vault-roles.ts";
import { Decoder, readAbis } from "../../scripts/lib/ladder/answers.ts";
import { STEADY_CHAIN } from "../../scripts/lib/ladder/clock.ts";
import { deployLadder } from "../../scripts/deploy/deploy.ts";
import { readPreset } from "../../scripts/deploy/presets.ts";
import { tableBelow } from "./access-page.ts";
import { allStates, outcomes, worlds } from "./access-states.ts";

const AUTHORITY = "VaultAuthority";
const ROLE_NAMES = {
  administrator: "admin",
  governor: "governor",
  guardian: "guardian",
  "key registrar": "keyRegistrar",
};

/** A value of a type that says nothing. */
function nothing({ baseType, components, type }: ParamType): unknown {
  if (baseType === "array") return [];
  if (baseType === "tuple") return components!.map(nothing);
  if (type === "address") return ZeroAddress;
  if (type === "bool") return false;
  if (type === "string") return "";
  if (type.startsWith("bytes")) return type === "bytes" ? "0x" : `0x${"00".repeat(Number(type.slice(5)))}`;
  return 0n;
}

const writing = (face: Interface): FunctionFragment[] => {
  const found: FunctionFragment[] = [];
  face.forEachFunction((fragment) => {
    if (fragment.stateMutability !== "view" && fragment.stateMutability !== "pure") found.push(fragment);
  });
  return found;
};

describe("who may call what, and when (docs/access.md)", () => {
  it("VLT-37 VLT-23: every restricted function is in the table, with its role and its delay, as deployed", async () => {
    const connection = await hre.network.create(STEADY_CHAIN);
    const { addresses } = await deployLadder(hre, connection, { preset: "local" });
    const { ethers } = connection;
    const [admin, guardian, registrar, stranger] = await ethers.getSigners();
    const holders = { admin, governor: admin, guardian, keyRegistrar: registrar } as const;
    const authority = await ethers.getContractAt(AUTHORITY, addresses.authority!);
    const decoder = new Decoder(await readAbis(hre.artifacts));
    const errorOf = async (from: string, to: string, data: string) => {
      const call = { from, to, data, gasLimit: 10_000_000n };
      return ethers.provider.call(call).then(
        () => "none",
        (thrown: unknown) => decoder.error(thrown)?.name ?? "other",
      );
    };
    const places: Record<string, string> = { [AUTHORITY]: String(authority.target) };
    const named = { VaultSettings: "vaultSettings", Restaker: "restaker" } as Record<string, string>;
    for (const name of Object.keys(RESTRICTED)) {
      places[name] = addresses[named[name] ?? `${name[0]!.toLowerCase()}${name.slice(1)}`]!;
    }
    // whatever else of the deployment knows this authority would be missing from the table
    const managed = new Interface(["function authority() view returns (address)"]);
    for (const [name, address] of Object.entries(addresses)) {
      const answer = await ethers.provider
        .call({ to: address, data: managed.encodeFunctionData("authority") })
        .catch(() => "0x");
      if (answer.endsWith(String(authority.target).slice(2).toLowerCase()) && answer.length === 66) {
        expect(Object.values(places), name).to.include(address);
      }
    }
    const { governorDelaySeconds } = (await readPreset("local")).Vault as Record<string, number>;
    const rows = tableBelow("Who may call what");
    const listed = new Set<string>();
    for (const row of rows) {
      const {
        contract,
        function: name,
        role,
        delay,
      } = row as Record<"contract" | "function" | "role" | "delay", string>;
      listed.add(`${contract}.${name}`);
      const face = new Interface((await artifacts.readArtifact(contract)).abi);
      const fragment = face.getFunction(name)!;
      const key = ROLE_NAMES[role as keyof typeof ROLE_NAMES] as keyof typeof holders;
      const holder = holders[key]!.address;
      if (contract !== AUTHORITY) {
        expect(await authority.getTargetFunctionRole(places[contract]!, fragment.selector), name).to.equal(ROLES[key]);
      }
      const { isMember, executionDelay } = await authority.hasRole(ROLES[key], holder);
      expect(isMember, name).to.equal(true);
      expect(executionDelay, `${contract}.${name}`).to.equal(delay === "none" ? 0n : BigInt(governorDelaySeconds!));
      const data = face.encodeFunctionData(fragment, fragment.inputs.map(nothing));
      const answer = await errorOf(holder, places[contract]!, data);
      if (delay === "none") expect(answer, name).to.not.match(/^AccessManage/);
      else expect(answer, name).to.equal("AccessManagerNotScheduled");
    }
    const restricted = new Set<string>();
    for (const [contract, place] of Object.entries(places)) {
      const face = new Interface((await artifacts.readArtifact(contract)).abi);
      // nobody but the authority itself may replace the authority, which is a row of its own (updateAuthority)
      for (const fragment of writing(face).filter(({ name }) => name !== "setAuthority")) {
        const data = face.encodeFunctionData(fragment, fragment.inputs.map(nothing));
        const answer = await errorOf(stranger!.address, place, data);
        if (/^AccessManage(dUnauthorized|rUnauthorizedAccount)$/.test(answer))
          restricted.add(`${contract}.${fragment.name}`);
      }
    }
    expect([...listed].sort()).to.deep.equal([...restricted].sort());
  });

  it("VLT-37 VLT-88: every call does in every state what the table says", async () => {
    const outcomeOf = await outcomes();
    const rows = tableBelow("What stops when");
    const found: Record<string, string>[] = [];
    for (const standUp of worlds) {
      const world = await standUp();
      for (const state of allStates) {
        const undo = await world.enter(state);
        for (const [call, act] of Object.entries(world.calls)) {
          const row = found.find((one) => one.call === call) ?? { call };
          if (!found.includes(row)) found.push(row);
          row[state] = await outcomeOf(world, state, act);
        }
        await undo();
      }
    }
    expect(rows).to.deep.equal(found);
  });
});
