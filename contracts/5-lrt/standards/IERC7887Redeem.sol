// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-7887: cancelling an asynchronous redemption
interface IERC7887Redeem {
    /// @notice The request of `controller` was cancelled.
    event CancelRedeemRequest(address indexed controller, uint256 indexed requestId, address sender);
    /// @notice What a cancelled request had locked went to `receiver`.
    event CancelRedeemClaim(
        address indexed controller,
        address indexed receiver,
        uint256 indexed requestId,
        address sender,
        uint256 shares
    );

    /// @notice Cancels all of a request that waits.
    function cancelRedeemRequest(uint256 requestId, address controller) external;
    /// @notice Whether a cancellation waits.
    function pendingCancelRedeemRequest(uint256 requestId, address controller) external view returns (bool isPending);
    /// @notice Shares of a cancelled request that can be claimed.
    function claimableCancelRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);
    /// @notice Sends them to `receiver`.
    function claimCancelRedeemRequest(uint256 requestId, address receiver, address controller) external;
}
