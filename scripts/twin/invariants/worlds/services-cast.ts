import type { Cast } from "../../services/stand.ts";
import { AT } from "./core-cast.ts";

const at = (number: number): string => `0x${number.toString(16).padStart(40, "0")}`;

/** Who takes part in the services' sequences, where nothing is deployed on a chain. */
export const SERVICES_CAST: Cast = {
  core: AT,
  ...{ owner: at(0x10), pauser: at(0x11), admin: at(0x12), funder: at(0x13), committee: at(0x14) },
  ...{ prover: at(0x15), alice: at(0x16), wall: at(0x17) },
  operators: [0xd1, 0xd2, 0xd3, 0xd4].map(at),
  stakers: [0xa1, 0xa2].map(at),
  signers: [0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6].map(at),
  wallets: [0xc1, 0xc2].map(at),
  strategies: [0x51, 0x52].map(at),
  tokens: [0x61, 0x62].map(at),
  ...{ bridge: at(0x71), instantSlasher: at(0x72), vetoableSlasher: at(0x73), consumer: at(0x74) },
  ...{ oracle: at(0x75), oracleSlasher: at(0x76), priceConsumer: at(0x77) },
  ...{ availability: at(0x78), availabilitySlasher: at(0x79), dataConsumer: at(0x7a), exposure: at(0x7b) },
};

/** Everybody who has ether. */
export const PEOPLE: readonly string[] = [
  ...[SERVICES_CAST.owner, SERVICES_CAST.pauser, SERVICES_CAST.admin, SERVICES_CAST.funder],
  ...[SERVICES_CAST.committee, SERVICES_CAST.prover, SERVICES_CAST.alice, SERVICES_CAST.wall],
  ...[...SERVICES_CAST.operators, ...SERVICES_CAST.stakers, ...SERVICES_CAST.signers],
];
