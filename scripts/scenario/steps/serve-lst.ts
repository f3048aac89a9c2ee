import { serveLstQueue } from "../../lib/ladder/lst.ts";
import { object } from "../fields.ts";
import { defineStep } from "../step.ts";

export const serveLst = defineStep({
  name: "serve-lst",
  summary: "the LST's own exit queue is served: its batch closes, what the LST has read and collected pays for it",
  args: object({}),
  run: async (_args, { ladder }) => {
    const waiting = await serveLstQueue(ladder);
    return waiting ? "the LST has paid what it could" : "nobody waits for the LST";
  },
});
