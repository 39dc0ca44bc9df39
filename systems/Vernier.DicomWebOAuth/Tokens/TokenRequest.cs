using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>Makes the request for a token.</summary>
internal static class TokenRequest
{
    /// <summary>Azure's Instance Metadata Service, which every machine there sees at this address.</summary>
    private static readonly Uri MetadataService = new("http://169.254.169.254/metadata/identity/oauth2/token");

    public static Uri Address(DicomWebServerOptions server) => server.TokenEndpoint ?? MetadataService;

    public static HttpRequestMessage Create(DicomWebServerOptions server) =>
        server.ProviderType == ProviderType.AzureManagedIdentity ? ManagedIdentity(server) : ClientCredentials(server);

    /// <summary>RFC 6749, section 4.4.2, with the client's credentials in the form (section 2.3.1).</summary>
    private static HttpRequestMessage ClientCredentials(DicomWebServerOptions server)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "client_credentials"),
            new("client_id", server.ClientId),
            new("client_secret", server.ClientSecret),
        ];
        if (server.Scope.Length > 0)
            form.Add(new("scope", server.Scope));
        return Accepting(new(HttpMethod.Post, Address(server)) { Content = new FormUrlEncodedContent(form) });
    }

    private static HttpRequestMessage ManagedIdentity(DicomWebServerOptions server)
    {
        var address = new UriBuilder(Address(server)) { Query = $"api-version=2018-02-01&resource={Uri.EscapeDataString(server.Scope)}" };
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        request.Headers.Add("Metadata", "true");
        return Accepting(request);
    }

    private static HttpRequestMessage Accepting(HttpRequestMessage request)
    {
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }
}
