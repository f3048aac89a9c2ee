/** The node that tasks talk to when no network is named: of `npm run node`, on its own port or another. */
export const LOCALHOST_URL = process.env.LADDER_LOCALHOST_URL ?? "http://127.0.0.1:8545";
