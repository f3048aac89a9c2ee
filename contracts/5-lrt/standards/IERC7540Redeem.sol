// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-7540: asynchronous redemption
interface IERC7540Redeem {
    /// @notice `sender` has locked `shares` of `owner`; what comes of them is `controller`'s.
    event RedeemRequest(
        address indexed controller,
        address indexed owner,
        uint256 indexed requestId,
        address sender,
        uint256 shares
    );

    /// @notice Locks `shares` of `owner` until they can be claimed by `controller`.
    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256 requestId);
    /// @notice Shares of the request that wait.
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);
    /// @notice Shares of the request that can be claimed.
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);
}
