// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The root above several nodes of one tree
/// @notice Nodes share what is above them: a sibling is taken from the proof only where it is none of the nodes itself nor
/// above one. Siblings stand in the order in which they are asked for: from the greatest place down.
/// @dev Two queues, of the nodes and of what has been hashed from them, both in falling order of places; the greater head
/// comes next. A parent's place is below all that wait, so both stay in order.
library Multiproof {
    /// @notice The proof has fewer siblings than are asked for, or more.
    error InvalidMultiproofLength();

    struct Queue {
        uint256[] places;
        bytes32[] nodes;
        uint256 first;
        uint256 count;
    }

    /// @param places generalized indices of the nodes, falling, none above another; at least one
    /// @param siblings 32 bytes each
    function root(
        uint256[] memory places,
        bytes32[] memory nodes,
        bytes calldata siblings
    ) internal view returns (bytes32) {
        uint256 size = places.length;
        Queue memory given = Queue(places, nodes, 0, size);
        Queue memory made = Queue(new uint256[](size), new bytes32[](size), 0, 0);
        uint256 used = 0;
        (uint256 place, bytes32 node) = _take(given, made);
        while (place != 1) {
            bytes32 sibling;
            if (_next(given, made) == place ^ 1) {
                (, sibling) = _take(given, made);
            } else {
                if (used + 32 > siblings.length) revert InvalidMultiproofLength();
                sibling = bytes32(siblings[used:used + 32]);
                used += 32;
            }
            uint256 last = (made.first + made.count++) % size;
            made.places[last] = place >> 1;
            made.nodes[last] = place & 1 == 0 ? _hash(node, sibling) : _hash(sibling, node);
            (place, node) = _take(given, made);
        }
        if (given.count + made.count != 0 || used != siblings.length) revert InvalidMultiproofLength();
        return node;
    }

    /// @dev The greatest place that waits, 0 for none.
    function _next(Queue memory a, Queue memory b) private pure returns (uint256) {
        (uint256 ofA, uint256 ofB) = (_head(a), _head(b));
        return ofA > ofB ? ofA : ofB;
    }

    function _take(Queue memory a, Queue memory b) private pure returns (uint256 place, bytes32 node) {
        Queue memory from = _head(a) > _head(b) ? a : b;
        (place, node) = (from.places[from.first], from.nodes[from.first]);
        from.first = (from.first + 1) % from.places.length;
        --from.count;
    }

    function _head(Queue memory queue) private pure returns (uint256) {
        return queue.count == 0 ? 0 : queue.places[queue.first];
    }

    function _hash(bytes32 left, bytes32 right) private view returns (bytes32 parent) {
        assembly ("memory-safe") {
            mstore(0, left)
            mstore(32, right)
            if iszero(staticcall(gas(), 2, 0, 64, 0, 32)) {
                revert(0, 0)
            }
            parent := mload(0)
        }
    }
}
