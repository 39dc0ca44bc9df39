using Microsoft.Extensions.Configuration;

namespace Vernier.Pangolin.Reload;

/// <summary>Where the configuration comes from.</summary>
/// <param name="Path">The file that is watched.</param>
/// <param name="Read">Reads all sources, adds the errors outside the section of Pangolin, and returns the section. An exception means that a source cannot be read.</param>
internal sealed record ConfigurationSource(string Path, Func<ICollection<string>, IConfigurationSection> Read);
