import type { Bridge } from "../../typechain-types/index.ts";
import type { Cursor } from "./cursor.ts";
import { optional, word, type Field } from "./fields.ts";
import type { Plan } from "./plan.ts";
import { didYouMean } from "../lib/suggest.ts";
import type { World } from "./world.ts";

/** Services that every ladder is deployed with. A story can open more, each a bridge. */
export const SERVICES = ["bridge", "oracle", "availability"] as const;
type Deployed = (typeof SERVICES)[number];

const CALLED: Readonly<Record<Deployed, string>> = {
  bridge: "the bridge",
  oracle: "the price oracle",
  availability: "the data store",
};

function isDeployed(name: string): name is Deployed {
  return SERVICES.some((service) => service === name);
}

/** The name of a service. */
export function service(): Field<string> {
  return word(`a service: ${SERVICES.join(", ")}, or one that the story has opened`, SERVICES[0]);
}

/** The name of a bridge; the one that every ladder has when left out. */
export function optionalBridge(): Field<string | undefined> {
  return optional(word("a bridge: `bridge`, or one that the story has opened", "bridge"));
}

/** Where a story notes the address of a service that it has opened. */
export function serviceKey(name: string): string {
  return `open-service ${name}`;
}

/** Refuses a service that is not there by now. */
export function needService(name: string, plan: Plan, at: Cursor): void {
  if (isDeployed(name) || plan.has(`service ${name}`)) return;
  const known = [...SERVICES, ...plan.known("service")];
  at.fail(`there is no service \`${name}\``, "a service that exists by now", didYouMean(name, known));
}

/** Refuses a step of a bridge's operator that has not joined it. */
export function needMember(operator: string, name: string, plan: Plan, at: Cursor): void {
  const message = `\`${operator}\` does not secure ${serviceTitle(name)}`;
  plan.need(`member ${operator} of ${name}`, at, message, "take the step `secure` before");
}

/** What a reader calls a service. */
export function serviceTitle(name: string): string {
  return isDeployed(name) ? CALLED[name] : name;
}

/** The service's account in the core. */
export function serviceAddress({ ladder, notes }: World, name: string): string {
  if (isDeployed(name)) return ladder.addresses[name];
  const address = notes.get(serviceKey(name));
  if (typeof address !== "string") throw new Error(`there is no service ${name}`);
  return address;
}

/** A bridge by its name. */
export async function bridgeNamed(world: World, name = "bridge"): Promise<Bridge> {
  return world.ladder.ethers.getContractAt("Bridge", serviceAddress(world, name));
}
