/** The same value with each text that is in the table replaced by what the table has for it. */
export function replaced<T>(value: T, table: ReadonlyMap<string, string>): T {
  if (typeof value === "string") return (table.get(value) ?? value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => replaced(one, table)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, table)])) as T;
}

/** Names for addresses, from addresses for names. */
export const turned = (table: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...table].map(([name, at]) => [at, name]));
