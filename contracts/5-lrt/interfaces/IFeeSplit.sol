// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IFeeSplit
/// @notice Whom the vault pays its fees: underwriters of the cover get their premium of them, the treasury the rest.
interface IFeeSplit {
    error TreasuryZero();
    error NothingForTreasury();
    error TreasuryRefused(address treasury, uint256 assets);

    /// @notice Fees of `assets` wei came in, and `premiumAssets` of them went to the cover.
    event FeesSplit(address indexed from, uint256 assets, uint256 premiumAssets);
    event TreasuryPaid(address indexed treasury, uint256 assets);

    /// @notice Sends the treasury all that is here; anyone. Underwriters have been paid before (`TreasuryRefused` harms
    /// the treasury alone).
    function payTreasury() external returns (uint256 assets);

    // --- views ------------------------------------------------------------------------------------------------------

    /// @notice Who is paid what is not premium.
    function treasury() external view returns (address);

    /// @notice All fees that came in while somebody underwrote the cover, in wei.
    function underwrittenFees() external view returns (uint256 assets);

    /// @notice All that went to underwriters, in wei: the premium on `underwrittenFees` together, rounded down once.
    function totalPremium() external view returns (uint256 assets);
}
