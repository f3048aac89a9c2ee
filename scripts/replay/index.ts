import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** `hardhat record --core FILE --url URL`: walks a core at random, on a fork of its chain, and writes a recording. */
export const recordTask = task("record", "Record a random walk over a core that stands on some chain")
  .addOption({ name: "core", description: "JSON5 file of the core's addresses", defaultValue: "core.json5" })
  .addOption({ name: "url", description: "node of its chain", defaultValue: "http://127.0.0.1:8545" })
  .addOption({ name: "out", description: "file to write, .json or .json.gz", defaultValue: "walk.json.gz" })
  .addOption({ name: "seed", description: "makes the walk", type: ArgumentType.INT, defaultValue: 1 })
  .addOption({ name: "steps", description: "length of the walk", type: ArgumentType.INT, defaultValue: 150 })
  .setInlineAction(async (args, hre) => {
    const { runRecord } = await import("./record/task.ts");
    await runRecord(args, hre);
  })
  .build();

/** `hardhat replay [FILE…]`: exit 0 for no difference, 1 for any, 2 for a recording that cannot be played. */
export const replayTask = task("replay", "Play recordings of the real core on ours and print every difference")
  .addVariadicArgument({
    name: "files",
    description: "recordings, .json or .json.gz; none: those of the repository",
    type: ArgumentType.STRING,
    defaultValue: [],
  })
  .addFlag({ name: "json", description: "print the summary and all differences as JSON, and nothing else" })
  .addFlag({ name: "model", description: "play them on the model, without a chain" })
  .addFlag({ name: "first", description: "stop at the first step that differs" })
  .setInlineAction(async (args, hre) => {
    const { runReplay } = await import("./task.ts");
    await runReplay(args, hre);
  })
  .build();
