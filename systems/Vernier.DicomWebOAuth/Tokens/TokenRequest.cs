using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>Creates token requests.</summary>
internal static class TokenRequest
{
    /// <summary>Azure's Instance Metadata Service; the address is the same on every virtual machine.</summary>
    private static readonly Uri MetadataService = new("http://169.254.169.254/metadata/identity/oauth2/token");

    /// <summary>Gets the address of a server's token endpoint.</summary>
    public static Uri AddressOf(DicomWebServerOptions server) => server.TokenEndpoint ?? MetadataService;

    /// <summary>Creates the request for a token of a server.</summary>
    public static HttpRequestMessage Create(DicomWebServerOptions server)
    {
        var request = server.ProviderType == ProviderType.AzureManagedIdentity ? CreateForManagedIdentity(server) : CreateForClientCredentials(server);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    /// <summary>RFC 6749, section 4.4.2, with the client credentials in the form (section 2.3.1).</summary>
    private static HttpRequestMessage CreateForClientCredentials(DicomWebServerOptions server)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("grant_type", "client_credentials"),
            new("client_id", server.ClientId),
            new("client_secret", server.ClientSecret),
        ];
        if (server.Scope.Length > 0)
            form.Add(new("scope", server.Scope));
        return new(HttpMethod.Post, AddressOf(server)) { Content = new FormUrlEncodedContent(form) };
    }

    private static HttpRequestMessage CreateForManagedIdentity(DicomWebServerOptions server)
    {
        var address = new UriBuilder(AddressOf(server)) { Query = $"api-version=2018-02-01&resource={Uri.EscapeDataString(server.Scope)}" };
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        request.Headers.Add("Metadata", "true");
        return request;
    }
}
