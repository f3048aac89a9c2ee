/** Where to say how long something takes. */
interface Voice {
  say(text: string): unknown;
  readonly isTerminal: boolean;
}

/** Who waits less than this need not be told. */
const SILENT_MS = 1_500;
/** Where there is no terminal a line is said this often. */
const LINE_MS = 15_000;

/**
 * Waits for work whose length nobody knows, and says what it is and how long it has taken: on a terminal a line that
 * counts, elsewhere a line now and then. `far` adds how far it is, where that can be known.
 */
export async function during<T>(
  name: string,
  work: Promise<T>,
  { say, isTerminal }: Voice = { say: (text) => process.stderr.write(text), isTerminal: process.stderr.isTTY },
  far: () => string = () => "",
): Promise<T> {
  const started = performance.now();
  let saidAt = Number.NEGATIVE_INFINITY;
  const ticker = setInterval(() => {
    const now = performance.now();
    if (now - started < SILENT_MS || (!isTerminal && now - saidAt < LINE_MS)) return;
    saidAt = now;
    const line = `${name}${far()}: ${Math.round((now - started) / 1_000)} s`;
    say(isTerminal ? `\r\x1b[K${line}` : `${line}\n`);
  }, 500);
  try {
    return await work;
  } finally {
    clearInterval(ticker);
    if (isTerminal && saidAt > 0) say("\r\x1b[K");
  }
}
