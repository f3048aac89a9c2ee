import { Presets, SingleBar } from "cli-progress";

/** How far a story is, on stderr: a bar on a terminal, a line for each stage where there is none. */
export interface Progress {
  /** Something long without steps begins. */
  stage(name: string): void;
  /** The story begins and has so many steps. */
  begin(steps: number): void;
  /** The next step begins. */
  step(name: string): void;
  /** Makes room for text on the terminal; the bar comes back with the next step. */
  clear(): void;
}

function onTerminal(stream: NodeJS.WriteStream): Progress {
  const options = {
    stream,
    clearOnComplete: true,
    hideCursor: true,
    format: "{bar} {value}/{total}  {name}",
    barsize: 28,
  };
  const bar = new SingleBar(options, Presets.shades_classic);
  let total = 0;
  let done = 0;
  const show = (name: string): void => {
    if (bar.isActive) bar.update(done, { name: name.slice(0, 60) });
    else bar.start(Math.max(total, 1), done, { name });
  };
  return {
    stage: show,
    begin: (steps) => {
      bar.stop();
      total = steps;
    },
    step: (name) => {
      show(name);
      done += 1;
    },
    clear: () => bar.stop(),
  };
}

function onLines(stream: NodeJS.WriteStream): Progress {
  return {
    stage: (name) => void stream.write(`${name}\n`),
    begin: (steps) => void stream.write(`playing ${steps} steps\n`),
    step: () => {},
    clear: () => {},
  };
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? onTerminal(stream) : onLines(stream);
}
