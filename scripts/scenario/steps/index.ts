import type { StepDefinition } from "../step.ts";
import { accuse } from "./accuse.ts";
import { advance } from "./advance.ts";
import { answer } from "./answer.ts";
import { arbitrage } from "./arbitrage.ts";
import { beginCheckpoint } from "./begin-checkpoint.ts";
import { borrow } from "./borrow.ts";
import { cancel } from "./cancel.ts";
import { challenge } from "./challenge.ts";
import { checkpoint } from "./checkpoint.ts";
import { claim } from "./claim.ts";
import { clear } from "./clear.ts";
import { close } from "./close.ts";
import { collect } from "./collect.ts";
import { conclude } from "./conclude.ts";
import { contain } from "./contain.ts";
import { deposit } from "./deposit.ts";
import { distribute } from "./distribute.ts";
import { enlist } from "./enlist.ts";
import { equivocate } from "./equivocate.ts";
import { execute } from "./execute.ts";
import { exitNow } from "./exit-now.ts";
import { harvest } from "./harvest.ts";
import { joinCover } from "./join-cover.ts";
import { keepers } from "./keepers.ts";
import { leaveCover } from "./leave-cover.ts";
import { lend } from "./lend.ts";
import { liquidate } from "./liquidate.ts";
import { lock } from "./lock.ts";
import { loop } from "./loop.ts";
import { nextEpoch } from "./next-epoch.ts";
import { openRound } from "./open-round.ts";
import { openService } from "./open-service.ts";
import { payMessage } from "./pay-message.ts";
import { penalise } from "./penalise.ts";
import { penalisePool } from "./penalise-pool.ts";
import { pledge } from "./pledge.ts";
import { prove } from "./prove.ts";
import { provideLiquidity } from "./provide-liquidity.ts";
import { punish } from "./punish.ts";
import { quote } from "./quote.ts";
import { recapitalise } from "./recapitalise.ts";
import { redelegate } from "./redelegate.ts";
import { register } from "./register.ts";
import { relay } from "./relay.ts";
import { repay } from "./repay.ts";
import { report } from "./report.ts";
import { reportFailure } from "./report-failure.ts";
import { request } from "./request.ts";
import { restake } from "./restake.ts";
import { revoke } from "./revoke.ts";
import { reward } from "./reward.ts";
import { secure } from "./secure.ts";
import { serveLst } from "./serve-lst.ts";
import { settle } from "./settle.ts";
import { settleRound } from "./settle-round.ts";
import { slash } from "./slash.ts";
import { slashElsewhere } from "./slash-elsewhere.ts";
import { slashValidator } from "./slash-validator.ts";
import { stake } from "./stake.ts";
import { stayInCover } from "./stay-in-cover.ts";
import { storeBlob } from "./store-blob.ts";
import { swap } from "./swap.ts";
import { sync } from "./sync.ts";
import { takeBack } from "./take-back.ts";
import { topUp } from "./top-up.ts";
import { undelegate } from "./undelegate.ts";
import { unloop } from "./unloop.ts";
import { unwind } from "./unwind.ts";
import { veto } from "./veto.ts";
import { windUp } from "./wind-up.ts";
import { withdrawBond } from "./withdraw-bond.ts";
import { withdrawCover } from "./withdraw-cover.ts";
import { withdrawLiquidity } from "./withdraw-liquidity.ts";

/** The story language: one module a word. To add a word, write its module and name it here. */
export const STEPS: readonly StepDefinition[] = [
  register,
  openService,
  secure,
  enlist,
  stake,
  deposit,
  restake,
  report,
  reportFailure,
  beginCheckpoint,
  checkpoint,
  sync,
  keepers,
  advance,
  nextEpoch,
  request,
  cancel,
  close,
  unwind,
  serveLst,
  collect,
  settle,
  claim,
  exitNow,
  joinCover,
  leaveCover,
  withdrawCover,
  stayInCover,
  recapitalise,
  windUp,
  lock,
  relay,
  payMessage,
  reward,
  distribute,
  harvest,
  equivocate,
  prove,
  slash,
  revoke,
  openRound,
  quote,
  settleRound,
  accuse,
  veto,
  execute,
  clear,
  storeBlob,
  challenge,
  answer,
  conclude,
  punish,
  withdrawBond,
  penalise,
  slashValidator,
  slashElsewhere,
  penalisePool,
  topUp,
  undelegate,
  redelegate,
  contain,
  provideLiquidity,
  withdrawLiquidity,
  swap,
  lend,
  takeBack,
  pledge,
  borrow,
  repay,
  loop,
  unloop,
  liquidate,
  arbitrage,
];
