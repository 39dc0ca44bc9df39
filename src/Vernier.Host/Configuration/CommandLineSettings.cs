namespace Vernier.Host.Configuration;

/// <summary>What the command line says of the configuration; null where it says nothing.</summary>
/// <param name="File">A configuration file that must be there.</param>
/// <param name="Only">The systems to serve, separated by commas.</param>
/// <param name="Demo">Whether to send demo traffic.</param>
/// <param name="Settings">Settings as <c>key=value</c>, with colons between the parts of the key.</param>
internal sealed record CommandLineSettings(string? File, string? Only, bool? Demo, IReadOnlyList<string> Settings);
