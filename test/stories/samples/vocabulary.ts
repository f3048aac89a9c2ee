import { Interface } from "ethers";
import { vocabularyOf } from "../../../scripts/scenario/vocabulary.ts";

/** A few names as contracts would have them. */
export const VOCABULARY = vocabularyOf([
  new Interface([
    "event Deposited(address indexed sender, address indexed receiver, uint256 recognised, uint256 shares)",
    "event Requested(uint256 indexed ticketId, address indexed owner, uint256 shares)",
    "error NothingToClaim(uint256 ticketId)",
    "error NotTicketOwner(uint256 ticketId, address caller)",
  ]),
]);
