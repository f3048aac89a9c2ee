import { ROLES } from "./cursor.ts";
import { COMPARATORS, MOVES } from "./expectation.ts";
import { amount, type JsonSchema, span } from "./fields.ts";
import { READINGS } from "./readings/index.ts";
import { FORMAT_VERSION } from "./scenario.ts";
import { STEPS } from "./steps/index.ts";

/** Presets of `deploy/presets` that a story can ask for. */
export const PRESETS = ["local", "mainnet"] as const;

const NAME = "^[a-z][a-z0-9-]*$";
const TEXT = { type: "string", minLength: 1 } as const;

function named(definitions: readonly { name: string; schema: JsonSchema }[]): Record<string, JsonSchema> {
  return Object.fromEntries(definitions.map(({ name, schema }) => [name, schema]));
}

function closed(properties: Record<string, unknown>, required: readonly string[]): JsonSchema {
  return { type: "object", properties, required, additionalProperties: false };
}

const WANTED_ARGUMENTS = {
  type: "object",
  description: "arguments it must have, by name: amounts with their token, actors by name",
  additionalProperties: { type: ["string", "integer", "boolean"] },
};

function comparatorSchema(comparator: (typeof COMPARATORS)[number]): JsonSchema {
  switch (comparator) {
    case "moves":
      return { enum: MOVES, description: "which way it went" };
    case "sameAs": {
      const other = closed(named(READINGS), []);
      return { ...other, minProperties: 1, maxProperties: 1, description: "another number that it equals, to the wei" };
    }
    case "changes":
      return { type: ["string", "number"], description: "what it changes by: an amount, or a part of what it was" };
    default:
      return { type: ["string", "number"], description: `what it ${comparator}` };
  }
}

const comparators = Object.fromEntries(COMPARATORS.map((comparator) => [comparator, comparatorSchema(comparator)]));

/** The JSON schema of a scenario file, made from the tables of steps and readings. `scenarios/schema.json` is this. */
export function scenarioSchema(): JsonSchema {
  const number = { ...named(READINGS), ...comparators };
  const event = {
    event: { ...TEXT, description: "the name of an event that the step must emit" },
    with: WANTED_ARGUMENTS,
    times: { type: "integer", minimum: 0, description: "how often exactly; once or more when left out" },
  };
  const step = {
    ...named(STEPS),
    expect: {
      type: "array",
      minItems: 1,
      items: closed({ ...number, ...event }, []),
      description: "what holds after it",
    },
    fails: {
      ...closed({ error: { ...TEXT, description: "name of the custom error" }, with: WANTED_ARGUMENTS }, ["error"]),
      description: "the step must fail on the chain, with this error",
    },
  };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A story on the restaking ladder",
    ...closed(
      {
        version: { const: FORMAT_VERSION, description: `version of the format: ${FORMAT_VERSION}` },
        title: { ...TEXT, description: "a title" },
        about: { ...TEXT, description: "what the story shows, in a sentence or two" },
        shows: {
          type: "array",
          minItems: 1,
          items: { type: "string", pattern: "^[A-Z]{3}-\\d{2,}$" },
          description: "ids of the requirements that it shows",
        },
        seed: { type: "integer", minimum: 0, description: "a whole number from which all chance is drawn" },
        preset: { enum: PRESETS, description: "how long the delays are", examples: [PRESETS[0]] },
        gloas: { ...span().schema, description: "how long after genesis the fork Gloas begins; never when left out" },
        actors: {
          type: "object",
          minProperties: 1,
          propertyNames: { pattern: NAME },
          description: "who takes part",
          additionalProperties: closed(
            {
              role: { enum: ROLES, description: "what the actor is", examples: [ROLES[0]] },
              about: { ...TEXT, description: "who that is, for the reader" },
              funding: { ...amount("ETH").schema, description: "the ETH that the actor starts with" },
            },
            ["role"],
          ),
        },
        acts: {
          type: "array",
          minItems: 1,
          description: "the story, act by act",
          items: closed(
            {
              title: { ...TEXT, description: "a title" },
              text: { ...TEXT, description: "a sentence or two for a newcomer" },
              steps: {
                type: "array",
                minItems: 1,
                items: { ...closed(step, []), minProperties: 1 },
                description: "steps",
              },
              expect: {
                type: "array",
                minItems: 1,
                items: closed(number, []),
                description: "what holds after the act",
              },
            },
            ["title", "text", "steps"],
          ),
        },
      },
      ["version", "title", "about", "seed", "preset", "actors", "acts"],
    ),
  };
}
