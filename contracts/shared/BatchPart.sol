// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title A part of a batch that is paid as ETH comes
/// @notice What both exit queues of the ladder do with a batch, the LST's and the vault's. Shares wait together; a fill pays
/// for some of them, for all parts alike. A part of p shares in a batch of S, for which A wei have come since its
/// beginning, has been owed
///     ⌊p × A / S⌋
/// in total, whatever fills there were: floors of one growing number, so no part is ever owed less than it was paid, and
/// the parts of a batch together are owed at most A, and more than A less one wei a part.
///
/// A part ends with the batch: once no share waits any more, what it is owed is final. Then its last claim is made even if
/// nothing has come since the one before (LST-70): a last fill can be too small for a small part to have a wei of it, and
/// whoever counts open parts would count this one for ever.
///
/// Not here: who may claim, what a fill pays, and where a part is noted.
/// @custom:decisions 0160
library BatchPart {
    /// @notice What a part has been owed since the beginning, in wei, rounded down.
    function owedDown(uint256 partShares, uint256 batchShares, uint256 filledAssets) internal pure returns (uint256) {
        return Math.mulDiv(partShares, filledAssets, batchShares);
    }

    /// @notice What a claim pays, and what it changes.
    /// @param owedAssets since the beginning (`owedDown`)
    /// @param paidAssets of that, by earlier claims
    /// @param unfilledShares of the batch: still waiting
    /// @return assets to pay now, in wei
    /// @return ends whether the part is finished by it
    /// @return isClaimable whether there is anything to do: wei to pay, or a part to finish
    function claim(
        uint256 owedAssets,
        uint256 paidAssets,
        uint256 unfilledShares
    ) internal pure returns (uint256 assets, bool ends, bool isClaimable) {
        assets = owedAssets - paidAssets;
        ends = unfilledShares == 0;
        isClaimable = ends || assets != 0;
    }
}
