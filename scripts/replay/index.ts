import { task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

/** `hardhat replay [FILE…]`: exit 0 for no difference, 1 for any, 2 for a recording that cannot be played. */
export const replayTask = task("replay", "Play recordings of the real core on ours and print every difference")
  .addVariadicArgument({
    name: "files",
    description: "recordings, .json or .json.gz; none: those of the repository",
    type: ArgumentType.STRING,
    defaultValue: [],
  })
  .addFlag({ name: "json", description: "print the summary and all differences as JSON, and nothing else" })
  .addFlag({ name: "first", description: "stop at the first step that differs" })
  .setInlineAction(async (args, hre) => {
    const { log } = console;
    console.log = console.error; // compiler warnings are no data
    await hre.tasks.getTask("build").run({ quiet: true });
    console.log = log;
    const { runReplay } = await import("./task.ts");
    await runReplay(args);
  })
  .build();
