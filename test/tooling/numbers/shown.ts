/** Numbers as pages write them. */

/** With so many digits after the point, and no zeros at the end. */
export const rounded = (value: number, digits: number): string =>
  value.toLocaleString("en-US", { maximumFractionDigits: digits });

/** 34 million. */
export const inMillions = (value: number | bigint, digits = 0): string =>
  `${rounded(Number(value) / 1e6, digits)} million`;

/** A power of ten: 1e18. */
export function power(value: number | bigint): string {
  const exponent = Math.round(Math.log10(Number(value)));
  if (Number(value) !== Number(`1e${exponent}`)) throw new Error(`${value} is no power of ten`);
  return `1e${exponent}`;
}

/** Gwei or wei as ETH. */
export const ofGwei = (gwei: bigint | number): number => Number(gwei) / 1e9;
export const ofWei = (wei: bigint | number): number => Number(wei) / 1e18;
