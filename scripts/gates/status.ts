/** On a terminal, a last line that says what is running and for how long; elsewhere nothing. */
export function showRunning(stream: NodeJS.WriteStream = process.stdout): {
  add: (name: string) => void;
  remove: (name: string) => void;
  /** Takes the line away, so that another can be printed. */
  clear: () => void;
  end: () => void;
} {
  const started = new Map<string, number>();
  const clear = (): void => {
    if (stream.isTTY) stream.write("\r\x1b[K");
  };
  const draw = (): void => {
    const running = [...started].map(([name, since]) => `${name} ${Math.round((performance.now() - since) / 1000)} s`);
    if (stream.isTTY) stream.write(`\r\x1b[K...  ${running.join(", ")}`);
  };
  const ticker = stream.isTTY ? setInterval(draw, 1_000) : undefined;
  return {
    add: (name) => started.set(name, performance.now()),
    remove: (name) => started.delete(name),
    clear,
    end: () => {
      clearInterval(ticker);
      clear();
    },
  };
}
