/** How far an install is: a line that is rewritten on a terminal, a plain line every ten seconds elsewhere. */
const WIDTH = 24;
const PLAIN_EVERY_MS = 10_000;

/** @param {{ isTTY?: boolean, write(text: string): unknown }} stream */
export function createProgress(stream = process.stderr, now = () => performance.now()) {
  const started = now();
  let lastPlain = started;
  return {
    update({ done, total }) {
      const seconds = Math.round((now() - started) / 1000);
      const share = total === 0 ? 0 : Math.min(1, done / total);
      if (stream.isTTY) {
        const filled = "#".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, ".");
        stream.write(`\r  [${filled}] ${Math.floor(share * 100)} % of the packages, ${seconds} s `);
      } else if (now() - lastPlain >= PLAIN_EVERY_MS) {
        lastPlain = now();
        stream.write(`  ${seconds} s: ${Math.floor(share * 100)} % of the packages\n`);
      }
    },
    end() {
      if (stream.isTTY) stream.write("\n");
    },
  };
}
