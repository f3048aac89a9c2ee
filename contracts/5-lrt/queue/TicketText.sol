// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title Numbers and words on a ticket
library TicketText {
    using Strings for uint256;

    /// @notice An amount of 1e18 parts as a decimal number, exact, without zeros at the end.
    function decimals18(uint256 amount) internal pure returns (string memory) {
        uint256 rest = amount % 1 ether;
        string memory whole = (amount / 1 ether).toString();
        if (rest == 0) return whole;
        uint256 digits = 18;
        while (rest % 10 == 0) (rest, digits) = (rest / 10, digits - 1);
        bytes memory fraction = new bytes(digits);
        for (; digits != 0; rest /= 10) fraction[--digits] = bytes1(uint8(48 + (rest % 10)));
        return string.concat(whole, ".", string(fraction));
    }

    /// @notice Hundredths of a percent as a percentage: 1234 is 12.34 %.
    function percent(uint256 bps) internal pure returns (string memory) {
        uint256 rest = bps % 100;
        return string.concat((bps / 100).toString(), rest < 10 ? ".0" : ".", rest.toString(), " %");
    }

    /// @notice A span of time in its two greatest units, rounded down, at least a minute.
    function span(uint256 seconds_) internal pure returns (string memory) {
        if (seconds_ < 60) return "less than a minute";
        (uint256 minutes_, uint256 hours_, uint256 days_) = (seconds_ / 60, seconds_ / 3600, seconds_ / 86_400);
        if (hours_ == 0) return string.concat(minutes_.toString(), " min");
        if (days_ == 0) return string.concat(hours_.toString(), " h ", (minutes_ % 60).toString(), " min");
        return string.concat(days_.toString(), " d ", (hours_ % 24).toString(), " h");
    }

    /// @notice Text as it may stand in XML, in an element or in an attribute.
    function escapeXml(string memory text) internal pure returns (string memory escaped) {
        bytes memory input = bytes(text);
        for (uint256 i = 0; i < input.length; ++i) {
            bytes1 c = input[i];
            if (c == "&") escaped = string.concat(escaped, "&amp;");
            else if (c == "<") escaped = string.concat(escaped, "&lt;");
            else if (c == ">") escaped = string.concat(escaped, "&gt;");
            else if (c == 0x22) escaped = string.concat(escaped, "&quot;");
            else if (c == "'")
                escaped = string.concat(escaped, "&#39;");
                // control characters have no place in XML
            else escaped = string.concat(escaped, uint8(c) < 0x20 ? " " : string(abi.encodePacked(c)));
        }
    }
}
