// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title A toy vault of another design: epochs
/// @notice Shares of ETH that the vault counts itself. Who asks out in an epoch is paid at its end, at the rate of that
/// moment; gains are released over a day. Sound with `Flaw.None`; each other flaw is one that real vaults have had.
contract EpochVault is ERC20 {
    enum Flaw {
        None,
        /// the price of a ticket is that of its request
        PriceAtRequest,
        /// what lies in the vault is what shares are worth
        SpotBalance,
        /// losses count when they are told, and leaving does not ask
        StoredRate,
        /// a ticket is not forgotten when it is paid
        PaysTwice,
        /// gains are in the price at once
        GainAtOnce
    }

    struct Ticket {
        address owner;
        uint256 shares;
        uint256 quoted;
        uint256 assets;
    }

    address private constant BURNT = address(0xdead);
    uint256 public constant RELEASE = 1 days;

    Flaw public immutable flaw;
    uint256 private _assets;
    uint256 private _untold;
    uint256 private _locked;
    uint256 private _left;
    uint256 private _until;
    Ticket[] private _tickets;
    uint256 private _next;

    error NotOwner(uint256 ticket, address caller);
    error NothingBehindShares(uint256 supply);

    constructor(Flaw flaw_) ERC20("Epochs", "EPOCH") {
        flaw = flaw_;
    }

    receive() external payable {}

    function deposit() external payable returns (uint256 shares) {
        uint256 before = price() - (flaw == Flaw.SpotBalance ? msg.value : 0);
        if (totalSupply() != 0 && before == 0) revert NothingBehindShares(totalSupply());
        shares = totalSupply() == 0 ? msg.value : (msg.value * totalSupply()) / before;
        _assets += msg.value;
        _mint(msg.sender, shares);
    }

    function request(uint256 shares) external returns (uint256 ticket) {
        _tickets.push(Ticket(msg.sender, shares, _worth(shares), 0));
        _transfer(msg.sender, address(this), shares);
        return _tickets.length - 1;
    }

    /// @notice The epoch ends: everybody who waits gets a price.
    function settle() external {
        for (; _next < _tickets.length; ++_next) {
            Ticket storage ticket = _tickets[_next];
            uint256 assets = flaw == Flaw.PriceAtRequest ? ticket.quoted : _worth(ticket.shares);
            if (assets > _assets) assets = _assets;
            _burn(address(this), ticket.shares);
            ticket.assets = assets;
            _assets -= assets;
            _locked += assets;
        }
    }

    function claim(uint256 ticket) external {
        Ticket storage claimed = _tickets[ticket];
        if (claimed.owner != msg.sender) revert NotOwner(ticket, msg.sender);
        uint256 assets = claimed.assets;
        if (flaw != Flaw.PaysTwice) claimed.assets = 0;
        _locked -= assets > _locked ? _locked : assets;
        Address.sendValue(payable(msg.sender), assets);
    }

    function gain() external payable {
        _left = unreleased() + (flaw == Flaw.GainAtOnce ? 0 : msg.value);
        _until = block.timestamp + RELEASE;
        _assets += msg.value;
    }

    function lose(uint256 bips) external {
        uint256 lost = (_assets * bips) / 10_000;
        _left = (unreleased() * (10_000 - bips)) / 10_000;
        _until = block.timestamp + RELEASE;
        if (flaw == Flaw.StoredRate) _untold += lost;
        _assets -= lost;
        Address.sendValue(payable(BURNT), lost);
    }

    function report() external {
        _untold = 0;
    }

    function unreleased() public view returns (uint256) {
        return block.timestamp >= _until ? 0 : (_left * (_until - block.timestamp)) / RELEASE;
    }

    /// @notice What all shares are worth, in wei.
    function price() public view returns (uint256) {
        uint256 all = flaw == Flaw.SpotBalance ? address(this).balance - _locked : _assets;
        return all + _untold - unreleased();
    }

    function _worth(uint256 shares) private view returns (uint256) {
        return totalSupply() == 0 ? 0 : (shares * price()) / totalSupply();
    }
}
