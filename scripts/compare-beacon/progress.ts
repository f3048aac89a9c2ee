const PLAIN_EVERY_MS = 10_000;
const TERMINAL_EVERY_MS = 200;

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How far the comparisons are, on stderr: a line that is rewritten on a terminal, one every ten seconds where there is none. */
export function progressOn(stream: Stream = process.stderr, now: () => number = () => performance.now()) {
  const started = now();
  const every = stream.isTTY ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS;
  let last = started;
  return {
    at(name: string, done: string): void {
      if (now() - last < every) return;
      last = now();
      const text = `${name}: ${done}, ${Math.round((last - started) / 1000)} s`;
      stream.write(stream.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
    },
    clear(): void {
      if (stream.isTTY) stream.write("\r\u001b[K");
    },
  };
}
