import { prove as submit, type Evidence } from "../../lib/ladder/bridge.ts";
import { actor, integer, object } from "../fields.ts";
import { bridgeNamed, optionalBridge } from "../services.ts";
import { defineStep } from "../step.ts";
import { evidenceKey } from "./equivocate.ts";

export const prove = defineStep({
  name: "prove",
  summary: "anyone shows the two signatures to the bridge, which has the operator slashed at once",
  args: object({
    by: actor(),
    operator: actor("operator"),
    height: integer(1, 2 ** 31, "height of the source chain"),
    service: optionalBridge(),
  }),
  plan: ({ operator, height, service = "bridge" }, plan, at) => {
    const message = `\`${operator}\` has not signed two roots for height ${height}`;
    const fact = `evidence ${operator} ${height} ${service}`;
    plan.need(fact, at, message, "take the step `equivocate` before, with the same height");
  },
  run: async ({ by, operator, height, service }, world) => {
    const { ladder, signer, notes } = world;
    const evidence = notes.get(evidenceKey(operator, height, service)) as Evidence;
    await submit(ladder, signer(by), signer(operator).address, evidence, await bridgeNamed(world, service));
    return `${operator} is slashed`;
  },
});
