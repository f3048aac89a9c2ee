import { pubkeyHashOf } from "../../../scripts/beacon/depositData.ts";
import { FOREVER } from "../ladder.ts";
import { type Action, eth, operatorOf, pick } from "./action.ts";
import { partOf } from "./tickets.ts";
import { attempt, GAS, SETS } from "./world.ts";
import { BEACON_CHAIN_ETH_STRATEGY, ETH } from "../../../scripts/lib/units.ts";

/** The hostile service slashes one of its sets, many times over in one transaction. */
const slashOften: Action = async (w, { a, b, share }) => {
  const operator = operatorOf(w, a);
  const native = b % 3 === 0;
  const wad = pick([1n, ETH / 1_000n, partOf(ETH, share), ETH], b);
  const times = pick([1, 7, 40], a);
  const set = native ? SETS.native : SETS.lst;
  const strategy = native ? BEACON_CHAIN_ETH_STRATEGY : w.lstStrategy;
  const result = await attempt(() => w.service.connect(w.mallory).slash(operator, set, strategy, wad, times, GAS));
  return { call: `service.slash(op ${a % 2}, ${native ? "native" : "LST"}, ${wad}, ${times} times)`, result };
};

/** An honest slasher slashes for a fault, and tells observers that do what they can. */
const slashWithObservers: Action = async (w, { a, b, share }) => {
  const operator = operatorOf(w, a);
  const { vault, queue, restaker, instantExit, reentering } = w;
  const calls = [
    [vault, vault.interface.encodeFunctionData("syncAll")],
    [queue, queue.interface.encodeFunctionData("settle")],
    [queue, queue.interface.encodeFunctionData("close")],
    [queue, queue.interface.encodeFunctionData("request", [ETH / 100n, w.mallory.address, 0n, FOREVER])],
    [
      instantExit,
      instantExit.interface.encodeFunctionData("exitInstantly", [ETH / 10n, w.treasury.address, 0n, FOREVER]),
    ],
    [restaker, restaker.interface.encodeFunctionData("unwind", [0n, w.lstStrategy])],
    [restaker, restaker.interface.encodeFunctionData("restakeLst", [1n, String(w.lst.target)])],
  ] as const;
  const [target, message] = pick(calls, b);
  await reentering.aim(target, message, GAS);
  const set = { avs: await w.bridge.getAddress(), id: SETS.bridge };
  const slashable = await w.allocations.isOperatorSlashable(operator, set);
  const wad = partOf(ETH / 3n, share);
  const fault = w.ethers.id(`${a} ${b} ${share} ${await w.slasher.slashableNowWad(operator, SETS.bridge)}`);
  await w.networkHelpers.time.increase(2n);
  const result = await attempt(() =>
    w.slasher.connect(w.mallory).requestSlash(operator, SETS.bridge, wad, fault, "", GAS),
  );
  if (slashable && result !== "ok") throw new Error(`a slash was blocked: ${result}`);
  const name = target.interface.parseTransaction({ data: message })?.name;
  return { call: `slasher.requestSlash(op ${a % 2}, ${wad}); its observer calls ${name}`, result };
};

/** An operator throws the vault out. */
const forceOut: Action = async (w, { a }) => ({
  call: `op ${a % 2}: delegation.undelegate(vault)`,
  result: await attempt(() => w.delegation.connect(operatorOf(w, a)).undelegate(w.delegators[a % 2]!, GAS)),
  change: 0n,
});

/** An operator changes what it has allocated to the hostile service, or leaves its sets. */
const reallocate: Action = async (w, { a, b, share }) => {
  const operator = operatorOf(w, a);
  const own = w.allocations.connect(operator);
  const avs = await w.service.getAddress();
  if (b % 3 === 0) {
    const params = { operator, avs, operatorSetIds: [SETS.lst] };
    const result = await attempt(() => own.deregisterFromOperatorSets(params, GAS));
    return { call: `op ${a % 2}: leave the service's set`, result, change: 0n };
  }
  if (b % 3 === 1) {
    const params = { avs, operatorSetIds: [SETS.lst], data: "0x" };
    const result = await attempt(() => own.registerForOperatorSets(operator, params, GAS));
    return { call: `op ${a % 2}: join the service's set again`, result, change: 0n };
  }
  const newMagnitudes = [partOf(ETH / 2n, share)];
  const change = { operatorSet: { avs, id: SETS.lst }, strategies: [w.lstStrategy], newMagnitudes };
  const result = await attempt(() => own.modifyAllocations(operator, [change], GAS));
  return { call: `op ${a % 2}: allocate ${newMagnitudes[0]} to the service`, result, change: 0n };
};

/** A validator of the vault is penalised or slashed, if it has one. */
const penalise: Action = async (w, { a, b, share }) => {
  for (const { pubkey } of w.keys[a % 2]!) {
    const { exists, index } = await w.beacon.indexOf(pubkeyHashOf(pubkey));
    if (!exists) continue;
    const slashed = b % 4 === 0;
    const gwei = partOf(8n * 10n ** 9n, share);
    const result = slashed
      ? await attempt(() => w.beacon.reportSlashing(index, GAS))
      : await attempt(() => w.beacon.reportPenalty(index, gwei, GAS));
    return { call: slashed ? `validator ${index} is slashed` : `validator ${index} loses ${gwei} gwei`, result };
  }
  return { call: "no validator to penalise", result: "none", change: 0n };
};

/** LST is given to the strategy, the reserve and a delegator, which own none of it by that. */
const donate: Action = async (w, { a, share }) => {
  const to = pick([w.lstStrategy, String(w.lstReserve.target), String(w.delegators[0].target)], a);
  const amount = partOf((await w.lst.balanceOf(w.mallory)) / 10n, share);
  const result = await attempt(() => w.lst.connect(w.mallory).transfer(to, amount, GAS));
  const change = to === w.lstStrategy ? {} : { change: 0n };
  return {
    call: `mallory: gives ${eth(amount)} of LST to ${pick(["the strategy", "the reserve", "a delegator"], a)}`,
    result,
    ...change,
  };
};

/** What those who mean harm do: a service, operators, observers, and the consensus layer beside them. */
export const HARM = { slashOften, slashWithObservers, forceOut, reallocate, penalise, donate } as const;
