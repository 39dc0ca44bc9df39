using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.SignIn.Oidc;

/// <summary>A provider with its metadata and keys, which are read when they are needed and every 12 hours. Thread-safe.</summary>
internal sealed class OidcProvider(OidcProviderOptions options, OidcHttp http, TimeProvider time)
{
    private static readonly TimeSpan MinKeyAge = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ConfigurationManager<OpenIdConnectConfiguration>? _metadata;
    private long _read;

    public OidcProviderOptions Options => options;

    /// <summary>Returns the metadata and keys.</summary>
    /// <exception cref="OidcException">The provider is unavailable, or its metadata is invalid.</exception>
    public async Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancellation)
    {
        OpenIdConnectConfiguration metadata;
        try
        {
            metadata = await Manager().GetConfigurationAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or ArgumentException)
        {
            throw new OidcException($"The metadata of the provider {options.Name} cannot be read from its issuer. Check that {Address} is reachable.", exception);
        }
        if (metadata.Issuer?.TrimEnd('/') != options.Issuer!.OriginalString.TrimEnd('/'))
            throw new OidcException($"The provider {options.Name} has another issuer than configured. Set issuer to the value in {Address}.");
        if (!IsProtected(metadata.AuthorizationEndpoint) || !IsProtected(metadata.TokenEndpoint))
            throw new OidcException($"The endpoints of the provider {options.Name} are missing or not https.");
        return metadata;
    }

    /// <summary>
    /// Reads the keys again next time, because a token has an unknown key. At most once a minute, so that forged tokens do not cause requests. Returns
    /// whether it does.
    /// </summary>
    public bool Renew()
    {
        lock (_lock)
        {
            if (_metadata is null || time.GetElapsedTime(_read) < MinKeyAge)
                return false;
            _metadata = null;
            return true;
        }
    }

    private string Address => $"{options.Issuer!.OriginalString.TrimEnd('/')}/.well-known/openid-configuration";

    /// <summary>Plain http is for providers on this machine.</summary>
    private bool IsProtected(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && options.Issuer!.IsLoopback);

    private ConfigurationManager<OpenIdConnectConfiguration> Manager()
    {
        lock (_lock)
        {
            if (_metadata is null)
            {
                _read = time.GetTimestamp();
                _metadata = new ConfigurationManager<OpenIdConnectConfiguration>(
                    Address, new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(http.Client) { RequireHttps = options.Issuer!.Scheme == Uri.UriSchemeHttps });
            }
            return _metadata;
        }
    }
}
