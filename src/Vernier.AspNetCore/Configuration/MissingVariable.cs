namespace Vernier.AspNetCore.Configuration;

/// <summary>A variable that a value names and that is not set.</summary>
/// <param name="Key">The full key of the value.</param>
/// <param name="Variable">The variable's name.</param>
internal readonly record struct MissingVariable(string Key, string Variable);
