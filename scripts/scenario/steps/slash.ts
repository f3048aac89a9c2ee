import { type Lie, proveTogether, signTwice } from "../../lib/ladder/bridge.ts";
import type { Cursor } from "../cursor.ts";
import { actor, fault, listOf, object } from "../fields.ts";
import { bridgeNamed, needMember } from "../services.ts";
import { defineStep } from "../step.ts";
import type { World } from "../world.ts";

/** Heights that no other step of a story uses: one for each lie. */
const HEIGHTS = "slash heights";
const FIRST_HEIGHT = 2n ** 40n;

function nextHeight({ notes }: World): bigint {
  const height = (notes.get(HEIGHTS) as bigint | undefined) ?? FIRST_HEIGHT;
  notes.set(HEIGHTS, height + 1n);
  return height;
}

export const slash = defineStep({
  name: "slash",
  summary:
    "operators contradict themselves at bridges, and all of it is proven in one block: faults are OPERATOR@BRIDGE",
  args: object({ by: actor(), faults: listOf(fault()) }),
  plan: ({ faults }, plan, at: Cursor) => {
    for (const [index, { operator, service }] of faults.entries())
      needMember(operator, service, plan, at.child("faults").child(index));
  },
  run: async ({ by, faults }, world) => {
    const lies: Lie[] = [];
    for (const { operator, service } of faults) {
      const bridge = await bridgeNamed(world, service);
      const signer = world.signer(operator);
      const evidence = await signTwice(world.ladder, signer, nextHeight(world), bridge);
      lies.push({ bridge, operator: signer.address, evidence });
    }
    await proveTogether(world.ladder, world.signer(by), lies);
    const told = faults.map(({ operator, service }) => `${operator} at ${service}`);
    return `slashed in one block: ${told.join(", ")}`;
  },
});
