/** Why a call was refused, in a few words: the custom error with its parameters where there is one. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const custom = /custom error '?(\w+)\(/.exec(message)?.[1];
  if (custom !== undefined) return custom;
  if (/out of gas/i.test(message)) return "out of gas";
  return /reverted with ([^\n]+)/.exec(message)?.[1] ?? message.split("\n")[0]!;
}
