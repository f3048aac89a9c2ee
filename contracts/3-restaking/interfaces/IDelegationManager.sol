// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IEigenPodManager} from "./IEigenPodManager.sol";
import {IStrategy} from "./IStrategy.sol";
import {OperatorSet, QueuedWithdrawalParams, SignatureWithExpiry, Withdrawal} from "./Types.sol";

/// @notice Who is delegated to whom, what an operator answers for, and the queue through which stake leaves.
/// @dev With s a staker's deposit shares, k the staker's deposit scaling factor (1e18 = 1), m the operator's maximum
/// magnitude (1e18 when undelegated) and l the staker's beacon chain slashing factor (1e18 for tokens):
/// slashing factor f = m, or floor(m·l/1e18) for beacon chain ETH; withdrawable = floor(floor(s·k/1e18)·f/1e18).
interface IDelegationManager {
    error ActivelyDelegated();
    error CallerCannotUndelegate();
    error FullySlashed();
    error InputArrayLengthMismatch();
    error InputArrayLengthZero();
    error InvalidDepositScalingFactor();
    error NotActivelyDelegated();
    error OnlyAllocationManager();
    error OnlyEigenPodManager();
    error OnlyStrategyManagerOrEigenPodManager();
    error OperatorNotRegistered();
    error OperatorsCannotUndelegate();
    error SaltSpent();
    error WithdrawalDelayNotElapsed();
    error WithdrawalNotQueued();
    error WithdrawerNotCaller();

    event OperatorRegistered(address indexed operator, address delegationApprover);
    event DelegationApproverUpdated(address indexed operator, address newDelegationApprover);
    event OperatorMetadataURIUpdated(address indexed operator, string metadataURI);
    event OperatorSharesIncreased(address indexed operator, address staker, IStrategy strategy, uint256 shares);
    event OperatorSharesDecreased(address indexed operator, address staker, IStrategy strategy, uint256 shares);
    /// @notice A slash took shares: delegated ones and queued ones together.
    event OperatorSharesSlashed(address indexed operator, IStrategy strategy, uint256 totalSlashedShares);
    event StakerDelegated(address indexed staker, address indexed operator);
    event StakerUndelegated(address indexed staker, address indexed operator);
    event StakerForceUndelegated(address indexed staker, address indexed operator);
    event DepositScalingFactorUpdated(address staker, IStrategy strategy, uint256 newDepositScalingFactor);
    /// @notice `sharesToWithdraw` are withdrawable shares at queueing; the slashing of the delay is still to come.
    event SlashingWithdrawalQueued(bytes32 withdrawalRoot, Withdrawal withdrawal, uint256[] sharesToWithdraw);
    event SlashingWithdrawalCompleted(bytes32 withdrawalRoot);

    /// @notice Makes the caller an operator for ever, delegated to itself.
    /// @param initDelegationApprover who must sign for new stakers; zero: nobody
    /// @param allocationDelay blocks until a raised allocation counts, from now on
    /// @dev Reverts `CurrentlyPaused` (bit 0), `ActivelyDelegated`, and `FullySlashed` as `delegateTo` does.
    function registerAsOperator(
        address initDelegationApprover,
        uint32 allocationDelay,
        string calldata metadataURI
    ) external;

    /// @notice Changes who must sign for new stakers. The operator or its appointee (`InvalidPermissions`).
    function modifyOperatorDetails(address operator, address newDelegationApprover) external;

    /// @notice Announces the operator's metadata. The operator or its appointee (`InvalidPermissions`).
    function updateOperatorMetadataURI(address operator, string calldata metadataURI) external;

    /// @notice Delegates all of the caller's stake, that of today and what follows. Slashes that the operator suffered
    /// before do not count for it.
    /// @dev Reverts `ActivelyDelegated`, `OperatorNotRegistered`; under an operator with an approver also
    /// `SignatureExpired`, `SaltSpent`, `InvalidSignature`; `FullySlashed` when the operator has nothing left in a
    /// strategy of the staker.
    function delegateTo(
        address operator,
        SignatureWithExpiry calldata approverSignatureAndExpiry,
        bytes32 approverSalt
    ) external;

    /// @notice Ends a delegation and queues all of the staker's shares, a withdrawal a strategy. The operator (or its
    /// appointee) and its approver may do so too.
    /// @return withdrawalRoots empty when the staker had nothing
    /// @dev Reverts `CurrentlyPaused` (bit 1), `NotActivelyDelegated`, `OperatorsCannotUndelegate`,
    /// `CallerCannotUndelegate`.
    function undelegate(address staker) external returns (bytes32[] memory withdrawalRoots);

    /// @notice `undelegate` and `delegateTo` in one. The shares wait in the queue; complete them as shares later.
    function redelegate(
        address newOperator,
        SignatureWithExpiry calldata newOperatorApproverSig,
        bytes32 approverSalt
    ) external returns (bytes32[] memory withdrawalRoots);

    /// @notice Queues withdrawals of the caller, amounts in deposit shares. They stay slashable through the delay.
    /// @dev Reverts `CurrentlyPaused` (bit 1), `InputArrayLengthMismatch`, `InputArrayLengthZero`; for more than the
    /// staker has `SharesAmountTooHigh`, or Panic(0x11) when the operator's shares underflow first.
    function queueWithdrawals(QueuedWithdrawalParams[] calldata params) external returns (bytes32[] memory);

    /// @notice Pays a withdrawal after its delay, in tokens or in shares. A strategy with nothing left is skipped.
    /// @dev The first block is startBlock + minWithdrawalDelayBlocks + 1. Reverts `CurrentlyPaused` (bit 2),
    /// `InputArrayLengthMismatch`, `WithdrawerNotCaller`, `WithdrawalNotQueued`, `WithdrawalDelayNotElapsed`; as
    /// shares also what a deposit reverts.
    function completeQueuedWithdrawal(
        Withdrawal calldata withdrawal,
        IERC20[] calldata tokens,
        bool receiveAsTokens
    ) external;

    /// @notice Several at once.
    function completeQueuedWithdrawals(
        Withdrawal[] calldata withdrawals,
        IERC20[][] calldata tokens,
        bool[] calldata receiveAsTokens
    ) external;

    /// @notice A share manager reports new deposit shares; updates k and the operator's shares.
    /// @dev Reverts `OnlyStrategyManagerOrEigenPodManager`, `FullySlashed`, `InvalidDepositScalingFactor`.
    function increaseDelegatedShares(
        address staker,
        IStrategy strategy,
        uint256 prevDepositShares,
        uint256 addedShares
    ) external;

    /// @notice The EigenPodManager reports a loss on the beacon chain. Reverts `OnlyEigenPodManager`.
    function decreaseDelegatedShares(
        address staker,
        uint256 curDepositShares,
        uint64 beaconChainSlashingFactorDecrease
    ) external;

    /// @notice The AllocationManager reports a lower maximum magnitude: takes the operator's shares, counts what the
    /// queue loses, and books both with the share manager. Reverts `OnlyAllocationManager`.
    /// @return totalDepositSharesToSlash delegated and queued shares that were slashed; rounding never takes too much
    function slashOperatorShares(
        address operator,
        OperatorSet calldata operatorSet,
        uint256 slashId,
        IStrategy strategy,
        uint64 prevMaxMagnitude,
        uint64 newMaxMagnitude
    ) external returns (uint256 totalDepositSharesToSlash);

    /// @notice The operator of a staker, zero for none. Operators are their own.
    function delegatedTo(address staker) external view returns (address operator);

    /// @notice Whether a staker has an operator; operators have themselves.
    function isDelegated(address staker) external view returns (bool);

    /// @notice Whether an account has registered as an operator.
    function isOperator(address operator) external view returns (bool);

    /// @notice Who must sign for new stakers of an operator; zero: nobody.
    function delegationApprover(address operator) external view returns (address);

    /// @notice Whether an approver's salt has been used.
    function delegationApproverSaltIsSpent(address approver, bytes32 salt) external view returns (bool spent);

    /// @notice Withdrawable shares that an operator answers for in a strategy, queued ones excluded.
    function operatorShares(address operator, IStrategy strategy) external view returns (uint256 shares);

    /// @notice An operator's `operatorShares` in several strategies.
    function getOperatorShares(
        address operator,
        IStrategy[] calldata strategies
    ) external view returns (uint256[] memory);

    /// @notice Several operators' `operatorShares` in several strategies, a row an operator.
    function getOperatorsShares(
        address[] calldata operators,
        IStrategy[] calldata strategies
    ) external view returns (uint256[][] memory);

    /// @notice Shares in the queue that a slash of all magnitude would take now. Panics (0x11) while block.number is
    /// not above the delay.
    function getSlashableSharesInQueue(address operator, IStrategy strategy) external view returns (uint256);

    /// @notice What a staker could withdraw (withdrawable shares), and the deposit shares behind it.
    function getWithdrawableShares(
        address staker,
        IStrategy[] calldata strategies
    ) external view returns (uint256[] memory withdrawableShares, uint256[] memory depositShares);

    /// @notice All strategies with deposit shares of a staker, beacon chain ETH last.
    function getDepositedShares(
        address staker
    ) external view returns (IStrategy[] memory strategies, uint256[] memory shares);

    /// @notice The scaling factor k of a staker in a strategy, 1e18 = 1.
    function depositScalingFactor(address staker, IStrategy strategy) external view returns (uint256);

    /// @notice Deposit shares for withdrawable ones: floor(floor(w·1e18/k)·1e18/f). No exact inverse; divides by zero
    /// when fully slashed.
    function convertToDepositShares(
        address staker,
        IStrategy[] calldata strategies,
        uint256[] calldata withdrawableShares
    ) external view returns (uint256[] memory);

    /// @notice A queued withdrawal with the shares that it would pay now; empty once completed.
    function getQueuedWithdrawal(
        bytes32 withdrawalRoot
    ) external view returns (Withdrawal memory withdrawal, uint256[] memory shares);

    /// @notice All queued withdrawals of a staker, with the shares that each would pay now. No lasting order.
    function getQueuedWithdrawals(
        address staker
    ) external view returns (Withdrawal[] memory withdrawals, uint256[][] memory shares);

    /// @notice Roots of all queued withdrawals of a staker. A completed one's place is taken by the last.
    function getQueuedWithdrawalRoots(address staker) external view returns (bytes32[] memory);

    /// @notice A queued withdrawal as stored; empty once completed.
    function queuedWithdrawals(bytes32 withdrawalRoot) external view returns (Withdrawal memory withdrawal);

    /// @notice Whether a withdrawal is queued and not completed.
    function pendingWithdrawals(bytes32 withdrawalRoot) external view returns (bool pending);

    /// @notice How many withdrawals a staker has queued ever: the next one's nonce.
    function cumulativeWithdrawalsQueued(address staker) external view returns (uint256 totalQueued);

    /// @notice keccak256(abi.encode(withdrawal)).
    function calculateWithdrawalRoot(Withdrawal calldata withdrawal) external pure returns (bytes32);

    /// @notice The digest that an approver signs for `delegateTo`.
    function calculateDelegationApprovalDigestHash(
        address staker,
        address operator,
        address approver,
        bytes32 approverSalt,
        uint256 expiry
    ) external view returns (bytes32);

    /// @notice Blocks that a withdrawal stays slashable after the one that queued it.
    function minWithdrawalDelayBlocks() external view returns (uint32);

    /// @notice The name for ETH on the beacon chain: 0xbeaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0.
    function beaconChainETHStrategy() external view returns (IStrategy);

    /// @notice Keeps deposit shares of beacon chain ETH.
    function eigenPodManager() external view returns (IEigenPodManager);
}
