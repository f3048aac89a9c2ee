import type { Difference, Found } from "./comparison.ts";

/** What one comparison came to. */
export interface Result {
  readonly name: string;
  readonly found: Found;
}

const number = (value: number): string => value.toLocaleString("en-US");
const sides = ({ what, theirs, ours }: Difference): string => `${what}: ${theirs} there, ${ours} here`;

/** A comparison's line, and one for each difference. */
export function resultLines({ name, found }: Result): string[] {
  const { validatorEpochs, numbers, differences, listed } = found;
  const verdict = differences.length === 0 ? "equal" : `${number(differences.length)} differ`;
  return [
    `${name.padEnd(16)}${number(validatorEpochs).padStart(7)} validator-epochs${number(numbers).padStart(8)} numbers  ${verdict}`,
    ...listed.map((difference) => `                as listed (${difference.id}): ${sides(difference)}`),
    ...differences.map((difference) => `                DIFFERS: ${sides(difference)}`),
  ];
}

/** The sums of all comparisons. */
export function totals(results: readonly Result[]) {
  const sum = (of: (found: Found) => number): number => results.reduce((all, { found }) => all + of(found), 0);
  return {
    validatorEpochs: sum(({ validatorEpochs }) => validatorEpochs),
    numbers: sum(({ numbers }) => numbers),
    listed: sum(({ listed }) => listed.length),
    differences: sum(({ differences }) => differences.length),
  };
}

export function totalLine(results: readonly Result[]): string {
  const { validatorEpochs, numbers, listed, differences } = totals(results);
  return `${number(validatorEpochs)} validator-epochs, ${number(numbers)} numbers: ${number(listed)} differ as docs/rungs/1-staking.md lists, ${number(differences)} otherwise`;
}

/** The same as data, equal for equal results. */
export function toJson(client: string, results: readonly Result[]): string {
  const comparisons = results.map(({ name, found: { validatorEpochs, numbers, differences, listed } }) => ({
    name,
    validatorEpochs,
    numbers,
    listed,
    differences,
  }));
  return JSON.stringify({ client, ...totals(results), comparisons }, null, 2);
}
