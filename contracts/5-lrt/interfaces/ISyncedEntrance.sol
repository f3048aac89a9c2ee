// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ISyncedEntrance
/// @notice Deposits and requests that first find out: each call makes a full sync of the vault, and is judged on what that
/// found. It costs a sync more than the vault's and the queue's own calls, which are cheaper and blind: those take the books as
/// the last sync left them.
interface ISyncedEntrance {
    /// @param receiver who gets the shares
    /// @param minShares least number of shares that the caller accepts, judged after the sync
    /// @param deadline last timestamp (seconds) at which the call may succeed
    /// @param newsFrom oldest information that the caller accepts, as a timestamp in seconds: every pod's last checkpoint must be
    /// from then or later. 0: whatever the vault accepts
    /// @param acceptsAnnouncedLoss whether to enter although a slash is announced (else `LossAnnounced`, the vault's), and bear one's part of it
    struct Terms {
        address receiver;
        uint256 minShares;
        uint256 deadline;
        uint256 newsFrom;
        bool acceptsAnnouncedLoss;
    }

    /// @notice A permit of ERC-2612 from the caller to this contract, over the amount of the call.
    struct Permit {
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    error NewsTooOld(uint256 asOf, uint256 newsFrom);

    /// @notice Syncs the vault and deposits msg.value.
    /// @return shares minted to the receiver, at the deposit price that the sync found, rounded down
    /// @dev Reverts as `IVault.deposit`, and `NewsTooOld`. The shares go from the vault to the receiver; nothing stays here.
    function depositEth(Terms calldata terms) external payable returns (uint256 shares);

    /// @notice Syncs the vault and deposits `amount` of a listed LST of the caller, who has approved this contract for it.
    /// @dev Reverts as `IVault.depositLst`, and `NewsTooOld`.
    function depositLst(address lst, uint256 amount, Terms calldata terms) external returns (uint256 shares);

    /// @notice The same with the approval signed. A permit that fails, because somebody has used it first or the token has none,
    /// stops nothing when the allowance is there.
    function depositLstWithPermit(
        address lst,
        uint256 amount,
        Terms calldata terms,
        Permit calldata permit
    ) external returns (uint256 shares);

    /// @notice Syncs the vault and puts shares of the caller, who has approved this contract for them, into the exit queue:
    /// `minAssets` is judged on what the sync found. A request is paid at the price of its fill, whatever it was judged by.
    /// @param owner who gets the ticket
    /// @param minAssets least that the shares must be worth at the exit price now, in wei of ETH
    /// @param newsFrom as in `Terms`
    /// @dev Reverts as `IExitQueue.request`, and `NewsTooOld`.
    function request(
        uint256 shares,
        address owner,
        uint256 minAssets,
        uint256 deadline,
        uint256 newsFrom
    ) external returns (uint256 ticketId);

    /// @notice The same with the approval signed.
    function requestWithPermit(
        uint256 shares,
        address owner,
        uint256 minAssets,
        uint256 deadline,
        uint256 newsFrom,
        Permit calldata permit
    ) external returns (uint256 ticketId);
}
