import type { StepDefinition } from "../step.ts";
import { advance } from "./advance.ts";
import { claim } from "./claim.ts";
import { close } from "./close.ts";
import { deposit } from "./deposit.ts";
import { request } from "./request.ts";
import { stake } from "./stake.ts";

/** The story language: one module a word. To add a word, write its module and name it here. */
export const STEPS: readonly StepDefinition[] = [stake, deposit, request, close, claim, advance];
