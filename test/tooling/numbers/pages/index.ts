import type { Page } from "../claims.ts";
import { staking } from "./1-staking.ts";

/** Each page of README and docs with its numbers. */
export const PAGES: readonly Page[] = [staking];
