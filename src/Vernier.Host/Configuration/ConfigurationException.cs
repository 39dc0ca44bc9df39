namespace Vernier.Host.Configuration;

/// <summary>The configuration is wrong; it carries all mistakes, each with its key, the bad value and what is allowed.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> mistakes) : Exception(string.Join(Environment.NewLine, mistakes))
{
    public ConfigurationException(string mistake)
        : this([mistake])
    {
    }

    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}
