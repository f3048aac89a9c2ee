// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IPriceFeed} from "./IPriceFeed.sol";

/// @title PriceConsumer
/// @notice What the oracle is for: dollars minted against ETH at the price that the oracle last settled.
///
///     value = floor(collateral · price / 1e18), and at most value · 100 / 150 may be owed.
///
/// A price counts while its round opened no more than `maximumAgeSeconds` ago, and no longer than whoever reported in it can be
/// punished for it. Paying back needs no price.
///
/// What it trusts. That the median is near the truth. If the majority of the oracle's stake reports twice the price,
/// a borrower takes out more than the collateral is worth and never comes back: the dollars outstanding are then worth
/// more than all that backs them. There are no liquidations here: it is an example, not a lending market.
contract PriceConsumer is ERC20 {
    IPriceFeed public immutable feed;
    uint256 public immutable maximumAgeSeconds;
    /// @notice Value needed for 100 of debt.
    uint256 public constant COLLATERAL_PERCENT = 150;

    mapping(address account => uint256 weiLocked) public collateralOf;
    mapping(address account => uint256 dollars) public debtOf;

    /// @dev A price is `reportSeconds` old when it is settled: no price would ever be young enough.
    error AgeBelowRound(uint256 maximumAgeSeconds, uint256 reportSeconds);
    /// @dev A price would count whose reporters may have left, and be out of reach.
    error AgeOutlastsStake(uint256 maximumAgeSeconds, uint256 securedSeconds);
    /// @dev The oracle has no price, or only an old one.
    error PriceTooOld(uint256 openedAt, uint256 maximumAgeSeconds);
    /// @dev The collateral does not carry this debt.
    error TooLittleCollateral(uint256 valueWad, uint256 debt);

    constructor(IPriceFeed feed_, uint256 maximumAgeSeconds_) ERC20("Oracle Dollar", "oUSD") {
        uint256 reportSeconds = feed_.reportSeconds();
        if (maximumAgeSeconds_ <= reportSeconds) revert AgeBelowRound(maximumAgeSeconds_, reportSeconds);
        uint256 securedSeconds = feed_.securedSeconds();
        // AVS-145
        if (maximumAgeSeconds_ > securedSeconds) revert AgeOutlastsStake(maximumAgeSeconds_, securedSeconds);
        feed = feed_;
        maximumAgeSeconds = maximumAgeSeconds_;
    }

    /// @notice Locks the ETH sent and mints `dollars` against all that the caller has locked.
    /// @dev AVS-45. Reverts `PriceTooOld`, `TooLittleCollateral`.
    function borrow(uint256 dollars) external payable {
        collateralOf[msg.sender] += msg.value;
        debtOf[msg.sender] += dollars;
        uint256 value = worthOf(collateralOf[msg.sender]);
        if (debtOf[msg.sender] * COLLATERAL_PERCENT > value * 100) {
            revert TooLittleCollateral(value, debtOf[msg.sender]);
        }
        _mint(msg.sender, dollars);
    }

    /// @notice Pays the whole debt back and takes the collateral out.
    function repayAll() external {
        (uint256 debt, uint256 collateral) = (debtOf[msg.sender], collateralOf[msg.sender]);
        (debtOf[msg.sender], collateralOf[msg.sender]) = (0, 0);
        _burn(msg.sender, debt);
        Address.sendValue(payable(msg.sender), collateral);
    }

    /// @notice What an amount of ETH is worth in dollars now, rounded down.
    function worthOf(uint256 weiAmount) public view returns (uint256) {
        (uint256 priceWad, uint48 openedAt, ) = feed.latestPrice();
        if (block.timestamp - openedAt > maximumAgeSeconds) revert PriceTooOld(openedAt, maximumAgeSeconds);
        return (weiAmount * priceWad) / 1e18;
    }
}
