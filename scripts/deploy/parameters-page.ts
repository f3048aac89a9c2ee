import { RANGES } from "../../deploy/parameters/ranges.ts";
import { RELATIONS } from "../../deploy/parameters/relations.ts";
import type { Range, Refusal } from "../../deploy/parameters/types.ts";

const HEAD = `# What each parameter of a deployment may be

Written by \`npx node scripts/deploy/write-parameters.ts\` from \`deploy/parameters\`, the one table from which \`npm run deploy\` refuses as well; \`test/deploy/parameters.test.ts\` compares. Values are those of the presets. A deployment prints every parameter that is out of its bounds, with the promise that it would break, before it sends anything.

Where an error is named, the contract refuses the value too, in its constructor or its setter, on one side of a range at least. Where none is, the reason is there, and only the deployment refuses: whoever deploys or sets something by hand is not kept from it.
`;

/** The page of parameters, with what the presets give. */
export function parametersPage(
  presets: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>,
): string {
  const names = Object.keys(presets);
  const given = (preset: string, { module, name }: { module: string; name: string }): string => {
    const value = presets[preset]?.[module]?.[name];
    return value === undefined ? "" : short(BigInt(value as bigint | number));
  };
  const row = (range: Range): string =>
    `| \`${range.name}\` | ${range.unit} | ${short(range.least)} | ${short(range.most)} | ` +
    `${names.map((preset) => given(preset, range)).join(" | ")} | ${range.promise} | ${refusal(range.refusedBy)} |`;
  const modules = [...new Set(RANGES.map(({ module }) => module))].map((module) =>
    [
      `## ${module}`,
      "",
      `| parameter | unit | least | most | ${names.map((name) => `in \`${name}\``).join(" | ")} | so that | refused on chain by, or why not |`,
      `| --- | --- | ---: | ---: | ${names.map(() => "---:").join(" | ")} | --- | --- |`,
      ...RANGES.filter((range) => range.module === module).map(row),
      "",
    ].join("\n"),
  );
  const relations = [
    "## Between parameters",
    "",
    "| parameter | must be | so that | where | refused on chain by, or why not |",
    "| --- | --- | --- | --- | --- |",
    ...RELATIONS.map(
      ({ module, name, is, bound, promise, chains, refusedBy }) =>
        `| \`${module}.${name}\` | ${is} ${bound} | ${promise} | ${chains === "all" ? "everywhere" : "not on a developer's chain"} | ${refusal(refusedBy)} |`,
    ),
    "",
  ].join("\n");
  return [HEAD, ...modules, relations].join("\n");
}

function refusal(by: Refusal | string): string {
  return typeof by === "string" ? `– ${by}` : `\`${by.contract}\`: \`${by.error}\``;
}

/** Large round numbers by their power of ten: 2e18. */
function short(value: bigint): string {
  const digits = value.toString();
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  return zeros >= 9 ? `${digits.slice(0, digits.length - zeros)}e${zeros}` : digits.replaceAll(/\B(?=(\d{3})+$)/g, ",");
}
