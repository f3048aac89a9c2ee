// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IRewardsCoordinator} from "../interfaces/IRewardsCoordinator.sol";
import {
    DistributionRoot,
    EarnerTreeMerkleLeaf,
    RewardsMerkleClaim,
    TokenTreeMerkleLeaf
} from "../interfaces/RewardsTypes.sol";
import {IndexedMerkle} from "../libraries/IndexedMerkle.sol";
import {DistributionRoots} from "./DistributionRoots.sol";

/// @title Claims against two levels of trees
/// @notice A root commits to earners, each with the root of a tree of its own: one leaf a token, holding all that was
/// ever earned. A claim proves the earner, then its tokens, and pays what is new since the last claim:
/// cumulativeEarnings − cumulativeClaimed. So the latest root is enough, and a skipped one loses nothing.
/// @dev RST-49, RST-51, RST-52 ({processClaim}), RST-50 ({checkClaim}). Nothing is owed on chain: when the contract
/// holds too little of a token, the transfer reverts.
abstract contract RewardsClaims is DistributionRoots, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint8 internal constant PAUSED_PROCESS_CLAIM = 2;

    // leaves of both trees hash data of one size: the salt keeps one from passing as the other
    uint8 private constant EARNER_LEAF_SALT = 0;
    uint8 private constant TOKEN_LEAF_SALT = 1;

    /// @inheritdoc IRewardsCoordinator
    mapping(address earner => mapping(IERC20 token => uint256 totalClaimed)) public cumulativeClaimed;

    /// @inheritdoc IRewardsCoordinator
    function processClaim(
        RewardsMerkleClaim calldata claim,
        address recipient
    ) external onlyWhenNotPaused(PAUSED_PROCESS_CLAIM) nonReentrant {
        _processClaim(claim, recipient);
    }

    /// @inheritdoc IRewardsCoordinator
    function processClaims(
        RewardsMerkleClaim[] calldata claims,
        address recipient
    ) external onlyWhenNotPaused(PAUSED_PROCESS_CLAIM) nonReentrant {
        for (uint256 i = 0; i < claims.length; i++) {
            _processClaim(claims[i], recipient);
        }
    }

    /// @inheritdoc IRewardsCoordinator
    function checkClaim(RewardsMerkleClaim calldata claim) external view returns (bool) {
        _checkClaim(claim);
        return true;
    }

    /// @inheritdoc IRewardsCoordinator
    function calculateEarnerLeafHash(EarnerTreeMerkleLeaf calldata leaf) public pure returns (bytes32) {
        return keccak256(abi.encodePacked(EARNER_LEAF_SALT, leaf.earner, leaf.earnerTokenRoot));
    }

    /// @inheritdoc IRewardsCoordinator
    function calculateTokenLeafHash(TokenTreeMerkleLeaf calldata leaf) public pure returns (bytes32) {
        return keccak256(abi.encodePacked(TOKEN_LEAF_SALT, leaf.token, leaf.cumulativeEarnings));
    }

    function _processClaim(RewardsMerkleClaim calldata claim, address recipient) private {
        bytes32 root = _checkClaim(claim);
        address earner = claim.earnerLeaf.earner;
        address claimer = claimerFor[earner];
        if (claimer == address(0)) claimer = earner;
        require(msg.sender == claimer, UnauthorizedCaller());

        for (uint256 i = 0; i < claim.tokenLeaves.length; i++) {
            TokenTreeMerkleLeaf calldata leaf = claim.tokenLeaves[i];
            uint256 claimed = cumulativeClaimed[earner][leaf.token];
            require(leaf.cumulativeEarnings > claimed, EarningsNotGreaterThanClaimed());
            cumulativeClaimed[earner][leaf.token] = leaf.cumulativeEarnings;
            uint256 amount = leaf.cumulativeEarnings - claimed;
            leaf.token.safeTransfer(recipient, amount);
            emit RewardsClaimed(root, earner, claimer, recipient, leaf.token, amount);
        }
    }

    /// @return root the hash of the root that the claim was proven against
    function _checkClaim(RewardsMerkleClaim calldata claim) private view returns (bytes32 root) {
        DistributionRoot memory distribution = _rootAt(claim.rootIndex);
        require(!distribution.disabled, RootDisabled());
        require(block.timestamp >= distribution.activatedAt, RootNotActivated());
        require(claim.tokenIndices.length == claim.tokenTreeProofs.length, InputArrayLengthMismatch());
        require(claim.tokenTreeProofs.length == claim.tokenLeaves.length, InputArrayLengthMismatch());
        root = distribution.root;

        bytes calldata proof = claim.earnerTreeProof;
        uint256 index = claim.earnerIndex;
        require(index < 1 << (proof.length / 32), InvalidEarnerLeafIndex());
        bytes32 leaf = calculateEarnerLeafHash(claim.earnerLeaf);
        require(IndexedMerkle.isMember(proof, root, leaf, index), InvalidClaimProof());

        for (uint256 i = 0; i < claim.tokenIndices.length; i++) {
            proof = claim.tokenTreeProofs[i];
            index = claim.tokenIndices[i];
            require(index < 1 << (proof.length / 32), InvalidTokenLeafIndex());
            leaf = calculateTokenLeafHash(claim.tokenLeaves[i]);
            require(IndexedMerkle.isMember(proof, claim.earnerLeaf.earnerTokenRoot, leaf, index), InvalidClaimProof());
        }
    }
}
