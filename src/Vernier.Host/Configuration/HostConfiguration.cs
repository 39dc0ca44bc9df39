namespace Vernier.Host.Configuration;

/// <summary>The configuration of the host: what all sources contain, and how to read them again.</summary>
/// <param name="root">The values of all sources.</param>
/// <param name="file">The full path of the configuration file; null without one.</param>
/// <param name="read">Reads all sources again, and adds the errors of the settings of the host.</param>
internal sealed class HostConfiguration(IConfigurationRoot root, string? file = null, Func<ICollection<string>, IConfigurationRoot>? read = null)
{
    /// <summary>The values of all sources at startup.</summary>
    public IConfigurationRoot Root => root;

    /// <summary>The full path of the configuration file; null without one.</summary>
    public string? File => file;

    /// <summary>Reads all sources again, with the same precedence.</summary>
    /// <param name="errors">Receives the errors of the settings of the host.</param>
    /// <exception cref="ConfigurationException">A source cannot be read.</exception>
    public IConfigurationRoot Read(ICollection<string> errors) => read is null ? root : read(errors);
}
