namespace Vernier.Host.Configuration;

/// <summary>The part of the configuration that is given on the command line; null where it is not given.</summary>
/// <param name="File">A configuration file that must exist.</param>
/// <param name="Only">The systems to serve, separated by commas.</param>
/// <param name="Demo">Whether to send demo traffic.</param>
/// <param name="Settings">Settings as <c>key=value</c>, with colons between the parts of the key.</param>
internal sealed record CommandLineSettings(string? File, string? Only, bool? Demo, IReadOnlyList<string> Settings);
