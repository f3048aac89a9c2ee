// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAllocationManager} from "../interfaces/IAllocationManager.sol";
import {IDelegationManager} from "../interfaces/IDelegationManager.sol";
import {IEigenPodManager} from "../interfaces/IEigenPodManager.sol";
import {IPauserRegistry} from "../interfaces/IPauserRegistry.sol";
import {IPermissionController} from "../interfaces/IPermissionController.sol";
import {IStrategy} from "../interfaces/IStrategy.sol";
import {IStrategyManager} from "../interfaces/IStrategyManager.sol";
import {SignatureWithExpiry} from "../interfaces/Types.sol";
import {BEACON_CHAIN_ETH_STRATEGY, isBeaconChainETH} from "../libraries/Constants.sol";
import {SlashingLib} from "../libraries/SlashingLib.sol";
import {Pausable} from "../permissions/Pausable.sol";
import {PermissionControllerMixin} from "../permissions/PermissionControllerMixin.sol";
import {DelegationLedger} from "./DelegationLedger.sol";
import {DelegationShares} from "./DelegationShares.sol";
import {DelegationViews} from "./DelegationViews.sol";

/// @title Delegation, and the queue out of it
/// @notice A staker delegates everything to one operator, or to nobody. An operator answers for its stakers' shares:
///
///   operator's shares ≥ Σ ⌊⌊s·k⌋·f⌋ over its stakers   (k, f: see SlashingLib)
///
/// The sum may be some wei lower, for every staker is rounded down; never higher. A staker who delegates starts afresh:
/// k is divided by the operator's magnitude, so that slashes of the past do not count. Leaving goes through the queue,
/// where the slashes of the delay still count.
/// @dev One address, its parts a file each: delegation (here), queue, shares, views, over one ledger.
/// The operator's magnitude is known here from the AllocationManager's own reports, at no call.
/// Every function that changes state is guarded against reentrancy. Not here: tokens, magnitudes of sets.
/// @custom:decisions 0023
contract DelegationManager is DelegationShares, DelegationViews {
    using SlashingLib for uint256;

    bytes32 private constant APPROVAL_TYPEHASH = keccak256(
        "DelegationApproval(address delegationApprover,address staker,address operator,bytes32 salt,uint256 expiry)"
    );

    /// @inheritdoc IDelegationManager
    mapping(address operator => address approver) public delegationApprover;

    /// @inheritdoc IDelegationManager
    mapping(address approver => mapping(bytes32 salt => bool spent)) public delegationApproverSaltIsSpent;

    /// @param minWithdrawalDelayBlocks_ blocks that a withdrawal stays slashable after the one that queued it
    constructor(
        IStrategyManager strategyManager_,
        IEigenPodManager eigenPodManager_,
        IAllocationManager allocationManager_,
        IPauserRegistry pauserRegistry_,
        IPermissionController permissionController_,
        uint32 minWithdrawalDelayBlocks_
    )
        DelegationLedger(strategyManager_, eigenPodManager_, allocationManager_, minWithdrawalDelayBlocks_)
        Pausable(pauserRegistry_)
        PermissionControllerMixin(permissionController_)
    {}

    /// @inheritdoc IDelegationManager
    function registerAsOperator(
        address initDelegationApprover,
        uint32 allocationDelay,
        string calldata metadataURI
    ) external nonReentrant {
        require(!isDelegated(msg.sender), ActivelyDelegated());
        allocationManager.setAllocationDelay(msg.sender, allocationDelay);
        _setApprover(msg.sender, initDelegationApprover);
        _delegate(msg.sender, msg.sender);
        emit OperatorRegistered(msg.sender, initDelegationApprover);
        emit OperatorMetadataURIUpdated(msg.sender, metadataURI);
    }

    /// @inheritdoc IDelegationManager
    function modifyOperatorDetails(
        address operator,
        address newDelegationApprover
    ) external checkCanCall(operator) nonReentrant {
        require(isOperator(operator), OperatorNotRegistered());
        _setApprover(operator, newDelegationApprover);
    }

    /// @inheritdoc IDelegationManager
    function updateOperatorMetadataURI(address operator, string calldata metadataURI) external checkCanCall(operator) {
        require(isOperator(operator), OperatorNotRegistered());
        emit OperatorMetadataURIUpdated(operator, metadataURI);
    }

    /// @inheritdoc IDelegationManager
    function delegateTo(
        address operator,
        SignatureWithExpiry memory approverSignatureAndExpiry,
        bytes32 approverSalt
    ) external nonReentrant {
        _delegateApproved(operator, approverSignatureAndExpiry, approverSalt);
    }

    /// @inheritdoc IDelegationManager
    function undelegate(address staker) external nonReentrant returns (bytes32[] memory withdrawalRoots) {
        return _undelegate(staker);
    }

    /// @inheritdoc IDelegationManager
    function redelegate(
        address newOperator,
        SignatureWithExpiry memory newOperatorApproverSig,
        bytes32 approverSalt
    ) external nonReentrant returns (bytes32[] memory withdrawalRoots) {
        withdrawalRoots = _undelegate(msg.sender);
        _delegateApproved(newOperator, newOperatorApproverSig, approverSalt);
    }

    /// @inheritdoc IDelegationManager
    function delegatedTo(address staker) external view returns (address) {
        return _stakers[staker].delegatedTo;
    }

    /// @inheritdoc IDelegationManager
    function isDelegated(address staker) public view returns (bool) {
        return _stakers[staker].delegatedTo != address(0);
    }

    /// @inheritdoc IDelegationManager
    function isOperator(address operator) public view returns (bool) {
        return operator != address(0) && _stakers[operator].delegatedTo == operator;
    }

    /// @inheritdoc IDelegationManager
    function getDepositedShares(
        address staker
    ) public view returns (IStrategy[] memory strategies, uint256[] memory shares) {
        uint256 podShares = eigenPodManager.stakerDepositShares(staker, BEACON_CHAIN_ETH_STRATEGY);
        (IStrategy[] memory tokens, uint256[] memory tokenShares) = strategyManager.getDeposits(staker);
        if (podShares == 0) return (tokens, tokenShares);

        uint256 last = tokens.length;
        strategies = new IStrategy[](last + 1);
        shares = new uint256[](last + 1);
        for (uint256 i = 0; i < last; i++) (strategies[i], shares[i]) = (tokens[i], tokenShares[i]);
        (strategies[last], shares[last]) = (BEACON_CHAIN_ETH_STRATEGY, podShares);
    }

    /// @inheritdoc IDelegationManager
    function calculateDelegationApprovalDigestHash(
        address staker,
        address operator,
        address approver,
        bytes32 approverSalt,
        uint256 expiry
    ) public view returns (bytes32) {
        bytes32 message = keccak256(abi.encode(APPROVAL_TYPEHASH, approver, staker, operator, approverSalt, expiry));
        return _hashTypedDataV4(message);
    }

    function _delegateApproved(address operator, SignatureWithExpiry memory approval, bytes32 salt) private {
        require(!isDelegated(msg.sender), ActivelyDelegated());
        require(isOperator(operator), OperatorNotRegistered());
        address approver = delegationApprover[operator];
        if (approver != address(0)) {
            require(!delegationApproverSaltIsSpent[approver][salt], SaltSpent());
            delegationApproverSaltIsSpent[approver][salt] = true;
            bytes32 digest = calculateDelegationApprovalDigestHash(
                msg.sender,
                operator,
                approver,
                salt,
                approval.expiry
            );
            _checkSignature(approver, digest, approval.signature, approval.expiry);
        }
        _delegate(msg.sender, operator);
    }

    /// @dev The operator's magnitude alone divides k: of beacon chain ETH, what the staker has left after its own
    /// losses is what the operator gets.
    function _delegate(address staker, address operator) private onlyWhenNotPaused(PAUSED_NEW_DELEGATION) {
        (IStrategy[] memory strategies, uint256[] memory shares) = getDepositedShares(staker);
        _stakers[staker].delegatedTo = operator;
        emit StakerDelegated(staker, operator);
        for (uint256 i = 0; i < strategies.length; i++) {
            IStrategy strategy = strategies[i];
            uint256 added = shares[i];
            if (isBeaconChainETH(strategy)) {
                uint256 factor = eigenPodManager.beaconChainSlashingFactor(staker);
                added = added.toWithdrawableDown(depositScalingFactor(staker, strategy), factor);
            }
            _increaseShares(operator, staker, strategy, 0, added, _maxMagnitude(operator, strategy));
        }
    }

    /// @dev One withdrawal a strategy, slashable as the old operator's. The delegation ends first.
    function _undelegate(address staker) private returns (bytes32[] memory roots) {
        address operator = _stakers[staker].delegatedTo;
        require(operator != address(0), NotActivelyDelegated());
        require(operator != staker, OperatorsCannotUndelegate());
        if (msg.sender != staker) {
            require(_canCall(operator) || msg.sender == delegationApprover[operator], CallerCannotUndelegate());
            emit StakerForceUndelegated(staker, operator);
        }
        // RST-103: in the real core's order, who may not undelegate is told so in a pause too
        _requireNotPaused(PAUSED_ENTER_WITHDRAWAL_QUEUE);
        _stakers[staker].delegatedTo = address(0);
        emit StakerUndelegated(staker, operator);

        (IStrategy[] memory strategies, uint256[] memory shares) = getDepositedShares(staker);
        roots = new bytes32[](strategies.length);
        for (uint256 i = 0; i < strategies.length; i++) {
            IStrategy[] memory strategy = new IStrategy[](1);
            uint256[] memory depositShares = new uint256[](1);
            (strategy[0], depositShares[0]) = (strategies[i], shares[i]);
            roots[i] = _queue(staker, operator, strategy, depositShares);
        }
    }

    function _setApprover(address operator, address approver) private {
        if (delegationApprover[operator] != approver) delegationApprover[operator] = approver;
        emit DelegationApproverUpdated(operator, approver);
    }
}
