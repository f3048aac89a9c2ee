/** A step on which model and chain do not agree, with each thing in which they differ. */
export class Disagreement extends Error {
  override readonly name = "Disagreement";

  /** @throws Disagreement where the two lists are not the same */
  static check(at: string, names: readonly string[], model: readonly string[], chain: readonly string[]): void {
    const differing = Array.from({ length: Math.max(model.length, chain.length) }, (_, nth) => nth).filter(
      (nth) => model[nth] !== chain[nth],
    );
    if (differing.length === 0) return;
    const lines = differing.map(
      (nth) => `${names[nth] ?? nth}: model ${model[nth] ?? "(none)"}, chain ${chain[nth] ?? "(none)"}`,
    );
    throw new Disagreement([at, ...lines].join("\n  "));
  }
}
