// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice Does what it is told, and asks its questions before it, in every callback on the way, and after it.
contract CallbackReader {
    struct Question {
        address of_;
        bytes data;
    }

    /// @notice What a question was answered with in a callback, by that callback's selector; 0 before and after.
    event Read(bytes4 indexed callback, uint256 indexed question, bool answered, uint256 answer);

    error Failed(bytes reason);

    Question[] private _questions;

    function ask(address of_, bytes calldata data) external {
        _questions.push(Question(of_, data));
    }

    function approve(IERC20 token, address spender) external {
        token.approve(spender, type(uint256).max);
    }

    function run(address to, uint256 value, bytes calldata data) external payable {
        _read(0);
        (bool done, bytes memory reason) = to.call{value: value}(data);
        if (!done) revert Failed(reason);
        _read(0);
    }

    /// @notice Ether from the vault, from its queue, and from WETH.
    receive() external payable {
        _read(0xffffffff);
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        _read(msg.sig);
        _pay(amount0 > 0 ? uint256(amount0) : 0, amount1 > 0 ? uint256(amount1) : 0);
        _read(msg.sig);
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        _read(msg.sig);
        _pay(amount0, amount1);
    }

    function uniswapV3FlashCallback(uint256 fee0, uint256 fee1, bytes calldata data) external {
        _read(msg.sig);
        (uint256 amount0, uint256 amount1) = abi.decode(data, (uint256, uint256));
        _pay(amount0 + fee0, amount1 + fee1);
    }

    function onMorphoSupply(uint256, bytes calldata) external {
        _read(msg.sig);
    }

    function onMorphoSupplyCollateral(uint256, bytes calldata) external {
        _read(msg.sig);
    }

    function onMorphoRepay(uint256, bytes calldata) external {
        _read(msg.sig);
    }

    function onMorphoLiquidate(uint256, bytes calldata) external {
        _read(msg.sig);
    }

    function onMorphoFlashLoan(uint256, bytes calldata) external {
        _read(msg.sig);
    }

    function onERC721Received(address, address, uint256, bytes calldata) external returns (bytes4) {
        _read(msg.sig);
        return msg.sig;
    }

    function _pay(uint256 amount0, uint256 amount1) private {
        if (amount0 != 0) IERC20(_tokenOf("token0()")).transfer(msg.sender, amount0);
        if (amount1 != 0) IERC20(_tokenOf("token1()")).transfer(msg.sender, amount1);
    }

    function _tokenOf(string memory getter) private view returns (address) {
        (, bytes memory answer) = msg.sender.staticcall(abi.encodeWithSignature(getter));
        return abi.decode(answer, (address));
    }

    function _read(bytes4 callback) private {
        for (uint256 i = 0; i < _questions.length; ++i) {
            (bool answered, bytes memory answer) = _questions[i].of_.staticcall(_questions[i].data);
            emit Read(callback, i, answered, answered ? abi.decode(answer, (uint256)) : 0);
        }
    }
}
