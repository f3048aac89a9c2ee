// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the properties of a liquid restaking token ask of a vault
/// @notice One small contract between any vault and `LrtProperties`. It acts for holders (with the test runner's `prank`)
/// and plays everything that is not a holder: keepers, reporters, the stake, the clock. Amounts are wei of ETH and shares as
/// the vault counts them. What the vault refuses reverts here too.
interface ILrtAdapter {
    /// @notice A holder puts the ETH that is sent in, by the entrance that the vault recommends.
    /// @return shares what the holder has got for it
    function deposit(address holder) external payable returns (uint256 shares);

    /// @notice A holder asks out.
    /// @return ticket a number by which {claim} finds it again
    function request(address holder, uint256 shares) external returns (uint256 ticket);

    /// @notice Keepers do whatever makes every request claimable, and the time passes that this takes, no more.
    function finish() external;

    /// @notice A holder takes what his ticket is paid.
    function claim(address holder, uint256 ticket) external;

    /// @notice The stake earns the ETH that is sent; nobody tells the vault.
    function gain() external payable;

    /// @notice The stake, and idle ETH with it, loses so many of ten thousand parts; nobody tells the vault.
    function lose(uint256 bips) external;

    /// @notice Whoever tells the vault what has happened to its stake does.
    function report() external;

    /// @notice Time passes in which nothing happens, until known gains are in the price whole.
    function rest() external;

    /// @notice A stranger sends ETH to the vault, by the way that can move its price the most.
    function gift() external payable;

    /// @notice Shares of a holder that he has not asked out with.
    function sharesOf(address holder) external view returns (uint256);
}
