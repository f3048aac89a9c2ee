// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IIrm} from "@morpho-org/morpho-blue/src/interfaces/IIrm.sol";
import {Id, Market, MarketParams} from "@morpho-org/morpho-blue/src/interfaces/IMorpho.sol";
import {MarketParamsLib} from "@morpho-org/morpho-blue/src/libraries/MarketParamsLib.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";

/// @title What a loan costs: the adaptive curve
/// @notice Written from the published formula of Morpho's rate model, which is on no registry. With u the used part of what
/// was lent, the error is its distance from 90 %, as a part of the way to the end on its side:
///
///     e = (u − 0.9) / 0.1 above, (u − 0.9) / 0.9 below        −1 ≤ e ≤ 1
///
/// A loan costs `c(e) × r`, where r is the rate at 90 % and the curve has steepness 4: c goes in straight lines from a quarter
/// (nothing used) over 1 (90 %) to 4 (all used). And r moves: by e^(50 × e) in a year, from 4 % at first, within 0.1 % and
/// 200 % a year. An interest accrual is charged the mean of that move by the trapezoid over its two halves:
///
///     mean = (r(0) + 2 × r(t / 2) + r(t)) / 4
///
/// Rates are wad a second. Products and quotients are rounded towards zero; e^x is 2^q × (1 + z + z²/2), with q the whole
/// number nearest to x / ln 2 and z what is left. It holds r of each market that calls it, and no tokens; a market can move
/// only its own r, by its own use, and only Morpho calls for a market.
contract AdaptiveCurveRate is IIrm {
    using MarketParamsLib for MarketParams;

    error NotMorpho(address caller);

    /// @notice A market's rate has been fixed for the time since its last accrual.
    event RateMoved(Id indexed id, uint256 meanRateWad, uint256 rateAtTargetWad);

    int256 private constant WAD = 1e18;
    int256 private constant LN_2 = 0.693147180559945309 ether;
    int256 private constant LN_2_HALF = LN_2 / 2;
    /// @dev e^x is 0 in wad below, and beyond any bound of r above.
    int256 private constant LEAST_EXPONENT = -41.446531673892822312 ether;
    int256 private constant GREATEST_EXPONENT = 93.859467695000404319 ether;

    int256 public constant TARGET_USE_WAD = 0.9 ether;
    int256 public constant STEEPNESS_WAD = 4 ether;
    int256 public constant SPEED_WAD = 50 ether / int256(365 days);
    int256 public constant FIRST_RATE_WAD = 0.04 ether / int256(365 days);
    int256 public constant LEAST_RATE_WAD = 0.001 ether / int256(365 days);
    int256 public constant GREATEST_RATE_WAD = 2 ether / int256(365 days);

    address public immutable morpho;

    /// @notice r of a market as of its last accrual; 0 before its first.
    mapping(Id id => int256 rateWad) public rateAtTarget;

    constructor(address morpho_) {
        morpho = morpho_;
    }

    /// @inheritdoc IIrm
    function borrowRate(MarketParams memory params, Market memory market) external returns (uint256) {
        if (msg.sender != morpho) revert NotMorpho(msg.sender);
        Id id = params.id();
        (int256 mean, int256 last) = _rates(rateAtTarget[id], market);
        rateAtTarget[id] = last;
        emit RateMoved(id, uint256(mean), uint256(last));
        return uint256(mean);
    }

    /// @inheritdoc IIrm
    function borrowRateView(MarketParams memory params, Market memory market) external view returns (uint256) {
        (int256 mean, ) = _rates(rateAtTarget[params.id()], market);
        return uint256(mean);
    }

    /// @dev DFI-02. The mean rate since the last accrual, and r now.
    function _rates(int256 start, Market memory market) private view returns (int256 mean, int256 last) {
        int256 error_ = _error(market);
        if (start == 0) return (_onCurve(FIRST_RATE_WAD, error_), FIRST_RATE_WAD);
        int256 exponent = ((SPEED_WAD * error_) / WAD) * int256(block.timestamp - market.lastUpdate);
        if (exponent == 0) return (_onCurve(start, error_), start);
        last = _moved(start, exponent);
        int256 middle = _moved(start, exponent / 2);
        return (_onCurve((start + last + 2 * middle) / 4, error_), last);
    }

    function _error(Market memory market) private pure returns (int256) {
        int256 use = 0;
        if (market.totalSupplyAssets != 0)
            use = (int256(uint256(market.totalBorrowAssets)) * WAD) / int256(uint256(market.totalSupplyAssets));
        int256 side = use > TARGET_USE_WAD ? WAD - TARGET_USE_WAD : TARGET_USE_WAD;
        return ((use - TARGET_USE_WAD) * WAD) / side;
    }

    function _onCurve(int256 rate, int256 error_) private pure returns (int256) {
        int256 slope = error_ < 0 ? WAD - (WAD * WAD) / STEEPNESS_WAD : STEEPNESS_WAD - WAD;
        return (((slope * error_) / WAD + WAD) * rate) / WAD;
    }

    function _moved(int256 start, int256 exponent) private pure returns (int256) {
        int256 rate = (start * _exp(exponent)) / WAD;
        return SignedMath.max(LEAST_RATE_WAD, SignedMath.min(GREATEST_RATE_WAD, rate));
    }

    function _exp(int256 x) private pure returns (int256) {
        if (x < LEAST_EXPONENT) return 0;
        x = SignedMath.min(x, GREATEST_EXPONENT);
        int256 q = (x + (x < 0 ? -LN_2_HALF : LN_2_HALF)) / LN_2;
        int256 z = x - q * LN_2;
        int256 mantissa = WAD + z + (z * z) / WAD / 2;
        return q < 0 ? mantissa >> uint256(-q) : mantissa << uint256(q);
    }
}
