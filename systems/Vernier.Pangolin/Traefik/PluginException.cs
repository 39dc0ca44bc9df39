namespace Vernier.Pangolin.Traefik;

/// <summary>A plugin cannot be fetched. The message is for the operator.</summary>
internal sealed class PluginException(PluginFetchResult result, string message, Exception? cause = null) : Exception(message, cause)
{
    public PluginFetchResult Result { get; } = result;
}
