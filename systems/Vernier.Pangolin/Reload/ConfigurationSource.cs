using Microsoft.Extensions.Configuration;

namespace Vernier.Pangolin.Reload;

/// <summary>Where the configuration comes from.</summary>
/// <param name="Path">The file that is watched.</param>
/// <param name="Read">Reads all sources and returns the section of Pangolin. An exception has all errors in its message.</param>
internal sealed record ConfigurationSource(string Path, Func<IConfigurationSection> Read);
