// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// JSON and SVG are full of double quotes
// solhint-disable quotes

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {IExitEstimates} from "../interfaces/IExitEstimates.sol";
import {IExitQueue} from "../interfaces/IExitQueue.sol";
import {IExitTicketArt} from "../interfaces/IExitTicketArt.sol";
import {TicketText} from "./TicketText.sol";

/// @title Pictures of exit tickets
/// @notice Shares, a bar for the part that fills have paid for, the state, what can be claimed, and how long the rest takes,
/// as the queue has them in the moment of the question; amounts are exact. The estimate is a courtesy: when it cannot be
/// had (a component that cannot be read, say), the ticket says so and is drawn all the same. The only words that come
/// from elsewhere, the share's symbol, are escaped for where they stand.
contract ExitTicketArt is IExitTicketArt {
    using Strings for uint256;
    using Strings for string;
    using TicketText for uint256;
    using TicketText for string;

    uint256 private constant BAR = 320;
    /// @dev In bytes; so many of the widest usual letters need the width of the bar and some of the margin.
    uint256 private constant LONG = 43;

    IExitQueue public immutable queue;
    IERC20Metadata public immutable share;
    IExitEstimates public immutable estimates;

    /// @dev What is on a ticket, as text.
    struct Face {
        string title;
        string shares;
        string filledShares;
        string filledPart;
        string barWidth;
        string state;
        string claimable;
        string claimed;
        string time;
        string times;
    }

    constructor(address queue_, address share_, address estimates_) {
        queue = IExitQueue(queue_);
        share = IERC20Metadata(share_);
        estimates = IExitEstimates(estimates_);
    }

    /// @inheritdoc IExitTicketArt
    function describe(uint256 ticketId) external view returns (string memory) {
        Face memory face = _faceOf(ticketId);
        string memory symbol = share.symbol().escapeJSON();
        bytes memory image = bytes(_svg(face));
        string memory json = string.concat(
            '{"name":"',
            face.title,
            '","description":"A place in the exit queue: who holds it is paid ETH for ',
            face.shares,
            " ",
            symbol,
            '.","image":"data:image/svg+xml;base64,',
            Base64.encode(image),
            '","attributes":['
        );
        json = string.concat(
            json,
            _trait("Batch", (ticketId >> 64).toString()),
            _trait("Shares", face.shares),
            _trait("Filled shares", face.filledShares),
            _trait("Filled", face.filledPart),
            _trait("State", face.state)
        );
        json = string.concat(
            json,
            _trait("Claimable ETH", face.claimable),
            _trait("Claimed ETH", face.claimed),
            face.times,
            '{"trait_type":"Time to exit","value":"',
            face.time,
            '"}]}'
        );
        return string.concat("data:application/json;base64,", Base64.encode(bytes(json)));
    }

    /// @inheritdoc IExitTicketArt
    function draw(uint256 ticketId) external view returns (string memory) {
        return _svg(_faceOf(ticketId));
    }

    function _faceOf(uint256 ticketId) private view returns (Face memory face) {
        IExitQueue.Ticket memory t = queue.ticketOf(ticketId);
        IExitQueue.Batch memory b = queue.batchOf(t.batchId);
        (uint256 filled, uint256 all) = (b.filledShares, Math.max(1, b.shares));
        face.title = string.concat("Exit ticket ", t.batchId.toString(), "-", (ticketId & type(uint64).max).toString());
        face.shares = t.shares.decimals18();
        face.filledShares = Math.mulDiv(t.shares, filled, all).decimals18();
        face.filledPart = Math.mulDiv(10_000, filled, all).percent();
        face.barWidth = Math.mulDiv(BAR, filled, all).toString();
        face.claimable = t.claimableAssets.decimals18();
        face.claimed = t.claimedAssets.decimals18();
        if (b.closedAt == 0) face.state = "open";
        else if (b.filledShares == b.shares)
            face.state = t.claimableAssets == 0 ? "filled, nothing left to claim" : "filled, claimable";
        else if (b.filledShares == 0) face.state = "closed, waiting";
        else face.state = t.claimableAssets == 0 ? "partly filled, paid so far" : "partly filled, claimable";
        (face.time, face.times) = _timeOf(ticketId);
    }

    function _timeOf(uint256 ticketId) private view returns (string memory text, string memory traits) {
        if (address(estimates).code.length == 0) return ("not known", "");
        try estimates.estimateExit(ticketId) returns (uint256 soonest, uint256 latest) {
            if (latest == 0) return ("now", string.concat(_seconds("Soonest", 0), _seconds("Latest", 0)));
            text = string.concat("after ", soonest.span());
            traits = _seconds("Soonest", soonest);
            if (latest == type(uint256).max) return (string.concat(text, ", no end known"), traits);
            text = string.concat(text, ", within ", latest.span());
            traits = string.concat(traits, _seconds("Latest", latest));
        } catch {
            text = "not known";
        }
    }

    function _trait(string memory name, string memory value) private pure returns (string memory) {
        return string.concat('{"trait_type":"', name, '","value":"', value, '"},');
    }

    function _seconds(string memory name, uint256 value) private pure returns (string memory) {
        return
            string.concat(
                '{"trait_type":"',
                name,
                ' (seconds)","display_type":"number","value":',
                value.toString(),
                "},"
            );
    }

    function _svg(Face memory face) private view returns (string memory svg) {
        string memory symbol = share.symbol().escapeXml();
        svg = string.concat(
            '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="260" viewBox="0 0 400 260" role="img">',
            "<title>",
            face.title,
            "</title>",
            '<rect width="400" height="260" rx="16" fill="#12263a"/>',
            '<g font-family="sans-serif" font-size="14" fill="#c5d3df">',
            '<text x="40" y="46" font-size="20" fill="#ffffff">',
            face.title,
            "</text>",
            _line(76, string.concat(face.shares, " ", symbol))
        );
        svg = string.concat(
            svg,
            '<rect x="40" y="92" width="320" height="18" rx="9" fill="#2b4560"/>',
            '<rect x="40" y="92" width="',
            face.barWidth,
            '" height="18" rx="9" fill="#4fc3a1"/>',
            _line(132, string.concat("filled ", face.filledPart, ", ", face.filledShares, " ", symbol)),
            _line(158, string.concat("state: ", face.state)),
            _line(184, string.concat("claimable: ", face.claimable, " ETH"))
        );
        svg = string.concat(
            svg,
            _line(210, string.concat("claimed: ", face.claimed, " ETH")),
            _line(236, string.concat("time to exit: ", face.time)),
            "</g></svg>"
        );
    }

    /// @dev A text that could be longer than the picture is wide is set as wide as the bar.
    function _line(uint256 y, string memory text) private pure returns (string memory) {
        string memory fit = bytes(text).length > LONG ? ' textLength="320" lengthAdjust="spacingAndGlyphs"' : "";
        return string.concat('<text x="40" y="', y.toString(), '"', fit, ">", text, "</text>");
    }
}
