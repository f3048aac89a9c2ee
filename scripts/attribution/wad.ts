/** Fixed-point arithmetic as the core does it: see SlashingLib. Everything rounds down unless it says so. */
export const WAD = 10n ** 18n;

export function mulWadDown(x: bigint, y: bigint): bigint {
  return (x * y) / WAD;
}

export function divWadDown(x: bigint, y: bigint): bigint {
  return (x * WAD) / y;
}
