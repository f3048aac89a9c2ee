export const DEPLOYED_SECONDS = 1_900_000_000n;

/** Sequences begin at a time that is one for every run, longer after the deployment than any clock of the vault reaches. */
export const START_SECONDS = DEPLOYED_SECONDS + 30n * 86_400n;
