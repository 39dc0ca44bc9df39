namespace Vernier.Toolkit.Deploy;

/// <summary>A generated file. Immutable.</summary>
/// <param name="Path">Where it belongs below the output folder, with slashes.</param>
/// <param name="Content">The text, with line feeds.</param>
public sealed record DeployFile(string Path, string Content);
