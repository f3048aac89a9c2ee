import { amountOf, nameOf, operatorNamed, spanOf, TaskRefused, ticketNumber } from "./arguments.ts";

export { readChoice as checkProve } from "../../prove/choice.ts";

/** What can be said of a task's arguments without a chain: each throws TaskRefused with the way out. */

interface ViaFacade {
  readonly from: string;
  readonly facade: boolean;
}

export function checkDeposit(args: ViaFacade & { amount: string; acceptAnnouncedLoss: boolean }): void {
  nameOf(args.from);
  amountOf(args.amount, args.facade ? ["ETH"] : ["ETH", "wstETH"]);
  if (args.facade && args.acceptAnnouncedLoss)
    throw new TaskRefused("The facade takes nobody in while a slash is announced: leave --facade out");
}

export function checkRequest(args: ViaFacade & { amount: string }): void {
  nameOf(args.from);
  amountOf(args.amount, ["LRT"]);
}

export function checkClaim(args: ViaFacade & { ticket: string | undefined }): void {
  nameOf(args.from);
  ticketNumber(args.ticket);
  if (args.facade && args.ticket !== undefined)
    throw new TaskRefused("The facade pays oldest requests first: leave --ticket out");
}

export function checkSlash({ operator }: { operator: string }): void {
  operatorNamed(operator);
}

export function checkAdvance({ span }: { span: string }): void {
  spanOf(span);
}

export function checkChecklist(args: { from: string; amount: string | undefined }): void {
  nameOf(args.from);
  if (args.amount !== undefined) amountOf(args.amount, ["LRT"]);
}

export function checkPosition({ who }: { who: string }): void {
  nameOf(who);
}
