import { CAUSES } from "../../attribution/causes.ts";
import { choice } from "../fields.ts";
import { defineReading } from "../reading.ts";

export const caused = defineReading({
  name: "caused",
  summary: "what a cause has made of the exit rate so far, in ETH for one LRT, with its sign",
  args: choice(CAUSES, "a cause of the waterfall"),
  unit: () => "rate",
  read: async (kind, { partOf }) => {
    if (!partOf) throw new Error("nobody writes this story down, so nothing is laid to its cause");
    return partOf(kind);
  },
});
