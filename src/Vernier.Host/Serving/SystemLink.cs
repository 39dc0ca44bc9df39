namespace Vernier.Host.Serving;

/// <summary>Something of a system that a person can look at.</summary>
/// <param name="What">What it is, in a word.</param>
/// <param name="Path">The path on the system's port.</param>
internal sealed record SystemLink(string What, string Path);
