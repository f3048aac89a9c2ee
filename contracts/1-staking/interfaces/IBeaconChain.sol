// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The beacon chain as the rungs above see it
/// @notice Validators, their balances in gwei, their queues. Epochs count from `genesisTime` in steps of 384 s.
interface IBeaconChain {
    /// @notice A validator as the consensus layer shows it, in the state that a block root names.
    /// @param pubkeyHash sha256(pubkey ‖ 16 zero bytes), its SSZ root
    /// @param withdrawalCredentials 0x01 or 0x02, 11 zero bytes, the address that may withdraw
    /// @param balanceGwei what it owns; duties of an epoch are paid at the end of the next one
    /// @param effectiveBalanceGwei what it is weighed by: whole ETH, with hysteresis, at most 32 or 2,048 ETH
    /// @param pendingDepositsGwei deposited and still in the deposit queue: not in `balanceGwei`
    /// @param activationEpoch `type(uint64).max` while unknown, as are the two below
    struct Validator {
        bytes32 pubkeyHash;
        bytes32 withdrawalCredentials;
        uint64 balanceGwei;
        uint64 effectiveBalanceGwei;
        uint64 pendingDepositsGwei;
        bool slashed;
        uint64 activationEpoch;
        uint64 exitEpoch;
        uint64 withdrawableEpoch;
    }

    /// @notice Whose churn limits hold. Fulu changed none of Electra's.
    enum Fork {
        Electra,
        Gloas
    }

    /// @notice Why consensus ignored a withdrawal request: the request contract cannot know, so nothing reverts.
    enum Ignored {
        UnknownValidator,
        NotItsCredentials,
        NotActive,
        AlreadyExiting,
        TooYoung,
        PartialsPending,
        NotCompounding,
        NothingAboveMinimum
    }

    /// @notice Why consensus ignored a consolidation request, or a switch to compounding, in its order.
    enum NotConsolidated {
        QueueFull,
        ChurnTooSmall,
        UnknownValidator,
        NotItsCredentials,
        AlreadyCompounding,
        TargetNotCompounding,
        NotActive,
        AlreadyExiting,
        TooYoung,
        PartialsPending
    }

    /// @notice The deposit contract's own event; amounts are 8 bytes little endian (gwei; running number).
    event DepositEvent(bytes pubkey, bytes withdrawal_credentials, bytes amount, bytes signature, bytes index);
    /// @notice First deposit of a public key: its credentials are fixed from here on.
    event ValidatorRegistered(uint40 indexed index, bytes32 indexed pubkeyHash, bytes32 withdrawalCredentials);
    /// @notice A deposit entered the queue; `balanceGwei` grows by it at the start of `applyEpoch`, or of the epoch after
    /// its `withdrawableEpoch` if the validator begins to leave, or is slashed, before.
    event DepositQueued(uint40 indexed index, uint64 amountGwei, uint64 applyEpoch);
    /// @notice A later deposit named other credentials than the first: they had no effect.
    event CredentialsIgnored(uint40 indexed index, bytes32 withdrawalCredentials);
    /// @notice Balance brought up to `epoch`: what was earned and lost since it was last brought up.
    event BalanceSettled(uint40 indexed index, uint64 epoch, uint64 balanceGwei, uint64 rewardGwei, uint64 penaltyGwei);
    event ExitInitiated(uint40 indexed index, uint64 exitEpoch, uint64 withdrawableEpoch);
    event ValidatorSlashed(uint40 indexed index, uint64 effectiveBalanceGwei, uint64 penaltyGwei);
    event SlashedElsewhere(uint64 effectiveBalanceGwei);
    event PenaltyReported(uint40 indexed index, uint64 penaltyGwei);
    event WithdrawalRequested(address indexed source, bytes32 indexed pubkeyHash, uint64 amountGwei);
    event WithdrawalRequestIgnored(address indexed source, bytes32 indexed pubkeyHash, Ignored reason);
    event PartialWithdrawalQueued(uint40 indexed index, uint64 amountGwei, uint64 withdrawableEpoch);
    event ConsolidationRequested(
        address indexed source,
        bytes32 indexed sourcePubkeyHash,
        bytes32 indexed targetPubkeyHash
    );
    event ConsolidationRequestIgnored(
        address indexed source,
        bytes32 indexed sourcePubkeyHash,
        bytes32 indexed targetPubkeyHash,
        NotConsolidated reason
    );
    /// @notice At the start of `epoch`, if it is not slashed by then, the source's balance moves into the target, up to its
    /// effective balance.
    event ConsolidationQueued(uint40 indexed sourceIndex, uint40 indexed targetIndex, uint64 epoch);
    /// @notice Credentials are of type 0x02 from here on; what was above 32 ETH is a deposit again.
    event SwitchedToCompounding(uint40 indexed index, uint64 excessGwei);
    /// @notice ETH left to the credentials' address without running its code, as protocol withdrawals do.
    event Swept(uint40 indexed index, address indexed recipient, uint64 amountGwei);
    event IssuanceFunded(address indexed from, uint256 amountWei);

    // --- deposits -----------------------------------------------------------------------------------------------

    /// @notice The deposit contract's entry: at least 1 ETH, in whole gwei, with the root of its data.
    /// @dev Reverts `InvalidPubkeyLength`, `InvalidCredentialsLength`, `InvalidSignatureLength`, `DepositTooLow`,
    /// `DepositNotInGwei`, `DepositTooHigh`, `WrongDepositDataRoot`. Emits `DepositEvent`, `DepositQueued`, and
    /// `ValidatorRegistered` or, for other credentials than the first, `CredentialsIgnored`.
    function deposit(
        bytes calldata pubkey,
        bytes calldata withdrawal_credentials,
        bytes calldata signature,
        bytes32 deposit_data_root
    ) external payable;

    /// @notice Number of deposits so far, 8 bytes little endian, as the deposit contract returns it.
    function get_deposit_count() external view returns (bytes memory);

    // --- withdrawals --------------------------------------------------------------------------------------------

    /// @notice EIP-7002: the credentials' address asks for a full exit (amount 0) or for `amountGwei` (0x02 only).
    /// @dev Needs `withdrawalRequestFee()` wei (`RequestFeeTooLow`) and 48 bytes of key (`InvalidPubkeyLength`). A
    /// request that consensus would ignore emits `WithdrawalRequestIgnored`, and does not revert.
    function requestWithdrawal(bytes calldata pubkey, uint64 amountGwei) external payable;

    /// @notice Fee of one request in this block, in wei (EIP-7002).
    function withdrawalRequestFee() external view returns (uint256 feeWei);

    /// @notice EIP-7251: the credentials' address asks for its source validator to go into a target that compounds (0x02),
    /// or, with the same key twice, for its 0x01 validator to compound from here on.
    /// @dev Needs `consolidationRequestFee()` wei (`RequestFeeTooLow`) and two keys of 48 bytes (`InvalidPubkeyLength`). A
    /// request that consensus would ignore emits `ConsolidationRequestIgnored`, and does not revert.
    function requestConsolidation(bytes calldata sourcePubkey, bytes calldata targetPubkey) external payable;

    /// @notice Fee of one consolidation request in this block, in wei (EIP-7251).
    function consolidationRequestFee() external view returns (uint256 feeWei);

    /// @notice Pays out what the protocol's sweep would: all of an exited balance, else matured partial withdrawals
    /// and what exceeds the maximum effective balance. Anyone may call; 0 when there is nothing.
    /// @dev Reverts `UnknownValidator`, `IssuanceExhausted`. Emits `BalanceSettled`, `Swept`.
    function sweep(uint40 index) external returns (uint64 amountGwei);

    /// @notice What this block has swept to an address so far. On mainnet it comes after the block's transactions.
    function sweptThisBlockGwei(address recipient) external view returns (uint64 amountGwei);

    /// @notice Makes a validator exit whose effective balance fell to 16 ETH or less. Anyone may call (`NotEjectable`).
    function eject(uint40 index) external;

    /// @notice Writes the balance up to this epoch; nothing depends on it being called.
    function settle(uint40 index) external;

    /// @notice Adds ETH from which rewards are paid, for a contract cannot mint.
    function fundIssuance() external payable;

    // --- the network's word (faults of consensus have no proof on this chain) ---------------------------------------

    /// @notice The validator signed what it must not: penalty, exit and lock begin.
    /// @dev Only the network. Reverts `OnlyNetwork`, `UnknownValidator`, `NotAtStake`, `AlreadySlashed`.
    function reportSlashing(uint40 index) external;

    /// @notice Validators of others that were not leaving yet were slashed: counts for the correlation penalty, and stands
    /// in the exit queue before everyone who asks later. Only the network (`OnlyNetwork`). Emits `SlashedElsewhere`.
    function reportSlashingElsewhere(uint64 effectiveBalanceGwei) external;

    /// @notice Missed duties and inactivity leak cost `penaltyGwei`, or what is left of the balance.
    /// @dev Only the network. Reverts `OnlyNetwork`, `UnknownValidator`, `NotAtStake`.
    function reportPenalty(uint40 index, uint64 penaltyGwei) external;

    // --- views --------------------------------------------------------------------------------------------------

    /// @notice The validator now. Views show what is owed even when the issuance reserve could not pay it.
    function validator(uint40 index) external view returns (Validator memory);

    /// @notice The validator in the state that `root` names, whatever has happened to it since; from before its first
    /// deposit all zero but for unknown epochs.
    function validatorAt(uint40 index, bytes32 root) external view returns (Validator memory);

    /// @notice Index of a public key; `exists` is false before its first deposit.
    function indexOf(bytes32 pubkeyHash) external view returns (bool exists, uint40 index);

    /// @notice Names the state of this very moment (inside a block, changes before the call count, later ones do not).
    function blockRoot() external view returns (bytes32 root);

    /// @notice Names the state before the block at `timestamp`, for 8,191 slots back (EIP-4788).
    /// @dev Reverts `TimestampOutOfRange`.
    function parentBlockRoot(uint64 timestamp) external view returns (bytes32 root);

    function validatorCount() external view returns (uint40);
    function currentEpoch() external view returns (uint64);
    /// @notice The epoch of a time in seconds, from genesis on.
    function epochAt(uint64 timestamp) external view returns (uint64);
    function genesisTime() external view returns (uint64);

    /// @notice First epoch in which an exit of `amountGwei` asked for now would be out (then 256 epochs to withdraw).
    function exitEpochFor(uint64 amountGwei) external view returns (uint64);

    /// @notice Epoch at which a deposit of `amountGwei` made now would be applied, to a validator that is not leaving.
    function depositEpochFor(uint64 amountGwei) external view returns (uint64);

    /// @notice What the deposit queue lets through an epoch.
    function depositChurnLimitGwei() external view returns (uint64);
    /// @notice What the exit queue lets through an epoch.
    function exitChurnLimitGwei() external view returns (uint64);
    /// @notice What consolidations let through an epoch: none is taken while it is 32 ETH or less.
    function consolidationChurnLimitGwei() external view returns (uint64);
    function fork() external view returns (Fork);
    function totalActiveBalanceGwei() external view returns (uint64);
    function baseRewardPerIncrementGwei() external view returns (uint64);
    function issuanceReserveWei() external view returns (uint256);
    function network() external view returns (address);
}
