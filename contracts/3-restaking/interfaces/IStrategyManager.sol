// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IDelegationManager} from "./IDelegationManager.sol";
import {IShareManager} from "./IShareManager.sol";
import {IStrategy} from "./IStrategy.sol";
import {OperatorSet} from "./Types.sol";

/// @notice Where tokens enter restaking: keeps every staker's deposit shares a strategy, and what slashes took until
/// somebody clears it.
interface IStrategyManager is IShareManager {
    error MaxStrategiesExceeded();
    error OnlyStrategyWhitelister();
    error SharesAmountTooHigh();
    error SharesAmountZero();
    error StakerAddressZero();
    error StrategyAlreadyInSlash();
    error StrategyNotFound();
    error StrategyNotWhitelisted();

    event Deposit(address staker, IStrategy strategy, uint256 shares);
    event StrategyWhitelisterChanged(address previousAddress, address newAddress);
    event StrategyAddedToDepositWhitelist(IStrategy strategy);
    event StrategyRemovedFromDepositWhitelist(IStrategy strategy);
    event BurnOrRedistributableSharesIncreased(
        OperatorSet operatorSet,
        uint256 slashId,
        IStrategy strategy,
        uint256 shares
    );
    event BurnOrRedistributableSharesDecreased(
        OperatorSet operatorSet,
        uint256 slashId,
        IStrategy strategy,
        uint256 shares
    );
    /// @notice Part of the ABI for slashes older than slash ids; a core that starts today never emits it.
    event BurnableSharesDecreased(IStrategy strategy, uint256 shares);

    /// @notice Moves `amount` tokens of the caller into a whitelisted strategy and credits the caller its shares.
    /// @dev Reverts `CurrentlyPaused` (bit 0), `StrategyNotWhitelisted`, `MaxStrategiesExceeded` at the 33rd strategy,
    /// `FullySlashed` when the staker's operator has nothing left there, and whatever the strategy reverts.
    function depositIntoStrategy(
        IStrategy strategy,
        IERC20 token,
        uint256 amount
    ) external returns (uint256 depositShares);

    /// @notice The same with the caller's tokens and another's name: the staker signed for it (EIP-712 or ERC-1271).
    /// @dev Reverts also `SignatureExpired`, `InvalidSignature`. Uses up the staker's nonce.
    function depositIntoStrategyWithSignature(
        IStrategy strategy,
        IERC20 token,
        uint256 amount,
        address staker,
        uint256 expiry,
        bytes calldata signature
    ) external returns (uint256 depositShares);

    /// @notice Pays all that one slash took to the set's recipient (the burn address by default), at today's rate.
    /// Open to anyone, at once; an unknown slash pays nothing.
    /// @return amounts tokens paid, a strategy each, in the order of `getBurnOrRedistributableShares`
    function clearBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId
    ) external returns (uint256[] memory amounts);

    /// @notice The same for one strategy of a slash; 0 when there is nothing.
    function clearBurnOrRedistributableSharesByStrategy(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        IStrategy strategy
    ) external returns (uint256 amount);

    /// @notice Lets stakers deposit into strategies. Whitelister only (`OnlyStrategyWhitelister`).
    function addStrategiesToDepositWhitelist(IStrategy[] calldata strategiesToWhitelist) external;

    /// @notice Ends deposits into strategies; what is in them can still leave, and come back from the queue as shares.
    function removeStrategiesFromDepositWhitelist(IStrategy[] calldata strategiesToRemoveFromWhitelist) external;

    /// @notice Where burned shares' tokens go: 0x00000000000000000000000000000000000E16E4.
    function DEFAULT_BURN_ADDRESS() external view returns (address);

    /// @notice The digest that a staker signs for `depositIntoStrategyWithSignature`.
    function calculateStrategyDepositDigestHash(
        address staker,
        IStrategy strategy,
        IERC20 token,
        uint256 amount,
        uint256 nonce,
        uint256 expiry
    ) external view returns (bytes32);

    /// @notice How many signed deposits a signer has made.
    function nonces(address signer) external view returns (uint256 nonce);

    /// @notice Whether a strategy takes deposits.
    function strategyIsWhitelistedForDeposit(IStrategy strategy) external view returns (bool whitelisted);

    /// @notice All strategies of a staker with their deposit shares. The order changes when a strategy is emptied.
    function getDeposits(address staker) external view returns (IStrategy[] memory strategies, uint256[] memory shares);

    /// @notice All strategies of a staker, in the list's order of the moment.
    function getStakerStrategyList(address staker) external view returns (IStrategy[] memory);

    /// @notice One strategy of the staker's list; reverts beyond its end, without data.
    function stakerStrategyList(address staker, uint256 index) external view returns (IStrategy strategies);

    /// @notice How many strategies a staker has shares of, 32 at most.
    function stakerStrategyListLength(address staker) external view returns (uint256);

    /// @notice Shares of one slash and strategy that wait to be cleared.
    function getBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId,
        IStrategy strategy
    ) external view returns (uint256);

    /// @notice Strategies of one slash that wait to be cleared, with their shares (0 among them, if a slash took none).
    function getBurnOrRedistributableShares(
        OperatorSet calldata operatorSet,
        uint256 slashId
    ) external view returns (IStrategy[] memory strategies, uint256[] memory shares);

    /// @notice How many strategies of one slash wait to be cleared.
    function getBurnOrRedistributableCount(
        OperatorSet calldata operatorSet,
        uint256 slashId
    ) external view returns (uint256);

    /// @notice Sets with slashes that wait to be cleared, in no lasting order.
    function getPendingOperatorSets() external view returns (OperatorSet[] memory);

    /// @notice Slashes of a set that wait to be cleared, in no lasting order.
    function getPendingSlashIds(OperatorSet calldata operatorSet) external view returns (uint256[] memory);

    /// @notice The DelegationManager, which hears of every change.
    function delegation() external view returns (IDelegationManager);
}
