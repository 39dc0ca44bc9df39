namespace Vernier.Host.Configuration;

/// <summary>The configuration is invalid. The message has one line for each error: its key, the invalid value and what is allowed.</summary>
internal sealed class ConfigurationException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public ConfigurationException(string error)
        : this([error])
    {
    }

    public IReadOnlyList<string> Errors { get; } = errors;
}
