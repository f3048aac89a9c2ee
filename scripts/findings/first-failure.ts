import fc from "fast-check";

/** Loaded before the tests of a proof: the first counterexample is proof enough, and shrinking it would take long. */
fc.configureGlobal({ endOnFailure: true });

/** A flaw may need more code than a contract may have: the vault has no room left. */
process.env.LADDER_ANY_CODE_SIZE = "true";
