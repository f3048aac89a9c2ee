import type { VaultAction } from "../../../model/5-lrt/step.ts";
import type { Announcement, Component } from "../../../model/5-lrt/state.ts";
import type { Sent } from "../shared/chain-side.ts";
import type { Stand } from "./stand.ts";

/** Functions that take ether, which is the model's first argument after the caller. */
const PAYABLE = new Set([
  "vault.deposit",
  "vault.recapitalise",
  "vault.receiveGain",
  "cover.join",
  "cover.fund",
  "feeSplit.receive",
  "entrance.depositEth",
]);

type Named = "vault" | "queue" | "tickets" | "cover" | "instantExit" | "settings" | "slashingGuard" | "runOff";
type Target = Named | "feeSplit" | "entrance";

/** An action of the model as the call that does the same on the chain. */
export function sentFor(stand: Stand, { from, contract, function: name, args }: VaultAction): Sent {
  if (contract === "others") return { from, value: 0n, ...others(stand, name, args) };
  const target = stand.contracts[contract as Target];
  const to = String(target.target);
  const isPayable = PAYABLE.has(`${contract}.${name}`);
  const value = isPayable ? (args[0] as bigint) : 0n;
  if (name === "receive") return { from, to, data: "0x", value };
  const abi = target.interface;
  const data = abi.encodeFunctionData(name, isPayable ? args.slice(1) : args);
  return { from, to, data, value, function: { abi, name } };
}

function others(stand: Stand, name: string, args: readonly unknown[]): Pick<Sent, "to" | "data"> {
  const { restaker } = stand.contracts;
  if (name === "say") {
    const [to, said] = args as [string, Component];
    const { asOf, inDoubt, broken, rateWad, positions } = said;
    const told = [positions[0]?.assets ?? 0n, asOf, inDoubt, broken, rateWad];
    return { to, data: stand.component.interface.encodeFunctionData("say", told as never) };
  }
  if (name === "announce") {
    const [to, open] = args as [string, readonly Announcement[]];
    const lists = [open.map((one) => one.operator), open.map((one) => one.faultId), open.map((one) => one.expiresAt)];
    return { to, data: stand.service.interface.encodeFunctionData("tell", lists) };
  }
  const to = String(restaker.target);
  if (name !== "during") return { to, data: restaker.interface.encodeFunctionData(name, args) };
  const [source, target, calls] = args as [string, string, readonly VaultAction[]];
  const sent = calls.map((call) => sentFor(stand, call));
  const lists = [source, target, sent.map((one) => one.to), sent.map(({ data }) => data)];
  return { to, data: restaker.interface.encodeFunctionData(name, lists) };
}
