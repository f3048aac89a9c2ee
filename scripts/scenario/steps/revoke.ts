import { revokeRoot } from "../../lib/ladder/bridge.ts";
import { actor, integer, object } from "../fields.ts";
import { bridgeNamed, optionalBridge } from "../services.ts";
import { defineStep } from "../step.ts";

export const revoke = defineStep({
  name: "revoke",
  summary: "anyone has a bridge take back a root whose signers, without proven liars, are no quorum any more",
  args: object({ by: actor(), height: integer(1, 2 ** 31, "height of the source chain"), service: optionalBridge() }),
  run: async ({ by, height, service }, world) => {
    await revokeRoot(await bridgeNamed(world, service), world.signer(by), BigInt(height));
    return `the root of height ${height} counts no longer`;
  },
});
