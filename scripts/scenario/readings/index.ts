import type { ReadingDefinition } from "../reading.ts";
import { announced } from "./announced.ts";
import { asked } from "./asked.ts";
import { backing } from "./backing.ts";
import { balance } from "./balance.ts";
import { bridged } from "./bridged.ts";
import { caused } from "./caused.ts";
import { claimable } from "./claimable.ts";
import { collateral } from "./collateral.ts";
import { cover } from "./cover.ts";
import { debt } from "./debt.ts";
import { exitEpochs } from "./exit-epochs.ts";
import { health } from "./health.ts";
import { leaving } from "./leaving.ts";
import { lent } from "./lent.ts";
import { marketPrice } from "./market-price.ts";
import { price } from "./price.ts";
import { queue } from "./queue.ts";
import { rate } from "./rate.ts";
import { stake } from "./stake.ts";
import { totals } from "./totals.ts";
import { underwritten } from "./underwritten.ts";
import { worth } from "./worth.ts";

/** The numbers that expectations can be about: one module a reading. To add one, write its module and name it here. */
export const READINGS: readonly ReadingDefinition[] = [
  rate,
  caused,
  totals,
  stake,
  leaving,
  exitEpochs,
  queue,
  balance,
  worth,
  claimable,
  cover,
  underwritten,
  price,
  announced,
  asked,
  bridged,
  backing,
  marketPrice,
  debt,
  collateral,
  health,
  lent,
];
