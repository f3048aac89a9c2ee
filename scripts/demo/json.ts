/** Data as JSON: amounts are strings of digits, for they do not fit a JSON number. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? inner.toString() : inner), 2)}\n`;
}
