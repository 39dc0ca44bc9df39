namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>WireGuard cannot be used, or a command failed. The message is for the operator and contains no secrets.</summary>
internal class WireGuardException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>This process cannot use WireGuard at all: a program is not installed, or a privilege is missing. Another attempt does not help.</summary>
internal sealed class WireGuardUnavailableException(string message, Exception? cause = null) : WireGuardException(message, cause);
