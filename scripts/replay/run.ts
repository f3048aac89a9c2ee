import { basename } from "node:path";
import { loadAny } from "./format/load.ts";
import { RecordingError } from "./format/error.ts";
import { playPodProofs } from "./pod-proofs/play.ts";
import { type Difference, type Open, openStage, type Played, playScenario } from "./play/scenario.ts";

/** What playing some recordings came to. */
export interface Summary {
  readonly scenarios: number;
  readonly steps: number;
  readonly fields: number;
  readonly differences: number;
  /** Recordings that could not be played, or not to the end. */
  readonly unplayable: number;
}

export interface Options {
  /** End a scenario at the first step that differs, and play no further one. */
  readonly firstOnly?: boolean;
  /** What recordings are played on: a fresh chain each, unless said otherwise. */
  readonly open?: Open;
  /** Told which recording is next. */
  readonly onBegin?: (file: string) => void;
  readonly onDifference: (difference: Difference) => void;
  readonly onPlayed: (name: string, played: Played) => void;
  readonly onUnplayable: (message: string) => void;
}

/** Plays recordings one after the other, each on a chain or a model of its own. */
export async function replay(files: readonly string[], options: Options): Promise<Summary> {
  const summary = { scenarios: 0, steps: 0, fields: 0, differences: 0, unplayable: 0 };
  for (const file of files) {
    options.onBegin?.(basename(file));
    try {
      const recording = loadAny(file);
      const found = (difference: Difference) => {
        options.onDifference(difference);
        return options.firstOnly ? ("stop" as const) : undefined;
      };
      const name = "kind" in recording ? `pod-proofs ${basename(file).replace(/\.json(\.gz)?$/, "")}` : recording.name;
      const played =
        "kind" in recording
          ? await playPodProofs(recording, name, found)
          : await playScenario(recording, found, options.open ?? openStage);
      options.onPlayed(name, played);
      summary.scenarios++;
      summary.steps += played.steps;
      summary.fields += played.fields;
      summary.differences += played.differences;
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      summary.unplayable++;
      options.onUnplayable(error.message.startsWith(file) ? error.message : `${file}: ${error.message}`);
    }
    if (options.firstOnly && summary.differences > 0) break;
  }
  return summary;
}

/** 0: the same in everything. 1: something differs. 2: something in a recording is unknown, so nothing is proven. */
export const exitCode = ({ differences, unplayable }: Summary): 0 | 1 | 2 =>
  unplayable > 0 ? 2 : differences > 0 ? 1 : 0;
