using System.Collections.Concurrent;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.SignIn.Oidc;

/// <summary>The configured providers, which follow the configuration. Thread-safe.</summary>
internal sealed class OidcProviders(PangolinSettings settings, OidcHttp http, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, OidcProvider> _providers = new(StringComparer.Ordinal);

    /// <summary>Returns a provider; null if it is not configured.</summary>
    public OidcProvider? Find(string? name)
    {
        var options = settings.Current.SignIn.Providers.FirstOrDefault(provider => provider.Name == name);
        return options is null ? null : _providers.AddOrUpdate(
            options.Name,
            _ => new OidcProvider(options, http, time),
            (_, known) => ReferenceEquals(known.Options, options) ? known : new OidcProvider(options, http, time));
    }
}
