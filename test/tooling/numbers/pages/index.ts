import type { Page } from "../claims.ts";
import { staking } from "./1-staking.ts";

/** Each page of README and docs with its numbers. A page that is not here has none. */
export const PAGES: readonly Page[] = [staking];

/** How many numbers of a page nobody claims yet. */
export const UNCLAIMED: Readonly<Record<string, number>> = {
  "CONTRIBUTING.md": 7,
  "README.md": 14,
  "SECURITY.md": 1,
  "docs/access.md": 3,
  "docs/attacks.md": 174,
  "docs/beacon-proofs.md": 166,
  "docs/commands.md": 29,
  "docs/deployment.md": 7,
  "docs/edge-cases.md": 4,
  "docs/events.md": 8,
  "docs/gas.md": 129,
  "docs/lists.md": 23,
  "docs/model.md": 56,
  "docs/own-vault.md": 5,
  "docs/rungs/2-liquid-staking.md": 15,
  "docs/rungs/3-restaking.md": 6,
  "docs/rungs/4-avs.md": 3,
  "docs/rungs/5-lrt.md": 12,
  "docs/rungs/6-defi.md": 51,
  "docs/scenarios.md": 14,
  "docs/services/availability.md": 4,
  "docs/services/bridge.md": 4,
  "docs/services/oracle.md": 1,
  "docs/services/rewards.md": 2,
  "docs/services/slash-sandbox.md": 16,
  "docs/services/windows.md": 19,
  "docs/standards.md": 8,
  "docs/trust.md": 3,
};
