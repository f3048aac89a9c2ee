import { balanceOf } from "../../lib/ladder/balances.ts";
import { actor, choice, object } from "../fields.ts";
import { defineReading } from "../reading.ts";
import { TOKENS } from "../units.ts";

export const balance = defineReading({
  name: "balance",
  summary: "what an actor holds of a token",
  args: object({ of: actor(), token: choice(TOKENS, "a token") }),
  unit: ({ token }) => token,
  read: async ({ of, token }, { ladder, signer }) => balanceOf(ladder, signer(of).address, token),
});
