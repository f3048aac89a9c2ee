import { Presets, SingleBar } from "cli-progress";

/** Says how far work is that has a known number of parts. */
export interface Counting {
  /** The next part begins. */
  next(name: string): void;
  /** Prints a result, where the bar is not. */
  print(line: string, how?: (line: string) => unknown): void;
  end(): void;
}

/** Where there is no terminal, a line is said this often, the first after a moment. */
const LINE_MS = 15_000;
const SILENT_MS = 1_500;

/**
 * Counts parts of what takes long: on a terminal by a bar, elsewhere by a line now and then, on stderr, so that what is
 * printed on stdout is results alone.
 *
 * @param name what is done: `measuring gas`
 * @param total its parts
 * @param print how a result is printed
 */
export function counting(
  name: string,
  total: number,
  print: (line: string) => unknown = (line) => console.log(line),
  stream: Pick<NodeJS.WriteStream, "write" | "isTTY"> = process.stderr,
): Counting {
  return stream.isTTY ? byBar(name, total, print, stream as NodeJS.WriteStream) : byLines(name, total, print, stream);
}

function byBar(name: string, total: number, print: (line: string) => unknown, stream: NodeJS.WriteStream): Counting {
  const format = `{bar} {value}/{total}  ${name}: {part}`;
  const bar = new SingleBar(
    { stream, format, barsize: 28, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  let begun = 0;
  return {
    next: (part) => {
      const done = begun++;
      if (bar.isActive) bar.update(done, { part: part.slice(0, 60) });
      else bar.start(total, done, { part: part.slice(0, 60) });
    },
    print: (line, how = print) => {
      bar.stop();
      how(line);
    },
    end: () => bar.stop(),
  };
}

function byLines(
  name: string,
  total: number,
  print: (line: string) => unknown,
  stream: Pick<NodeJS.WriteStream, "write">,
): Counting {
  let begun = 0;
  let part = "";
  const say = (): void => void stream.write(`${name}: ${begun} of ${total}, ${part}\n`);
  let every: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    say();
    every = setInterval(say, LINE_MS);
  }, SILENT_MS);
  return {
    next: (now) => {
      begun += 1;
      part = now;
    },
    print: (line, how = print) => void how(line),
    end: () => {
      clearTimeout(first);
      clearInterval(every);
    },
  };
}
