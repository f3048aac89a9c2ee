import fc from "fast-check";

/** Loaded before the tests of a proof: the first counterexample is proof enough, and shrinking it would take long. */
fc.configureGlobal({ endOnFailure: true });
