namespace Vernier.Host.Configuration;

/// <summary>The configuration of the host: what all sources contain, and how to read them again.</summary>
/// <param name="root">The values of all sources.</param>
/// <param name="file">The full path of the configuration file; null without one.</param>
/// <param name="read">Reads and checks all sources again.</param>
internal sealed class HostConfiguration(IConfigurationRoot root, string? file = null, Func<IConfigurationRoot>? read = null)
{
    /// <summary>The values of all sources at startup.</summary>
    public IConfigurationRoot Root => root;

    /// <summary>The full path of the configuration file; null without one.</summary>
    public string? File => file;

    /// <summary>Reads all sources again, with the same precedence.</summary>
    /// <exception cref="ConfigurationException">A source cannot be read, or the settings of the host are invalid; the exception has all errors.</exception>
    public IConfigurationRoot Read() => read is null ? root : read();
}
