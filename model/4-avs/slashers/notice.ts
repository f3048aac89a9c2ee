import { getSlasher } from "../../3-restaking/allocation/sets.ts";
import type { Address } from "../../shared/machine.ts";
import type { Avs } from "../state.ts";

/** Seconds from a request to the first moment at which a set's slasher executes it; none before there is a slasher. */
export const noticeSeconds = (avs: Avs, service: Address, id: bigint): bigint =>
  avs.state.slashers.get(getSlasher(avs, { avs: service, id }))?.veto?.vetoWindowSeconds ?? 0n;
