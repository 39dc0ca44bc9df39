using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>What a provider returned about a client. The text contains no secrets.</summary>
/// <param name="Metadata">The client information response.</param>
/// <param name="Secret">The client secret; null if the response contains none.</param>
/// <param name="Token">The registration access token for the next request.</param>
internal sealed record RegisteredClient(JsonObject Metadata, string? Secret, string Token)
{
    public override string ToString() => nameof(RegisteredClient);
}

/// <summary>Reads and updates the registration of a client (RFC 7592, sections 2.1 and 2.2). Thread-safe.</summary>
internal sealed class ClientRegistration(ProviderHttp http)
{
    private const string AuthenticationMethod = "token_endpoint_auth_method";

    /// <summary>Members of a response that a request must not contain. Without a secret, the request leaves the choice of a new one to the provider.</summary>
    private static readonly string[] ResponseOnly =
        ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at", "client_secret"];

    /// <exception cref="ProviderException">The provider is unavailable, rejects the token, or describes another client.</exception>
    public async Task<RegisteredClient> ReadAsync(SignInProvider provider, string token, CancellationToken cancellation) =>
        Read(provider, token, await http.SendAsync(provider, CreateRequest(HttpMethod.Get, provider, token), cancellation).ConfigureAwait(false));

    /// <summary>Sends the metadata of a client back to the provider, which issues a new secret.</summary>
    /// <exception cref="ProviderException">The provider is unavailable or rejects the update.</exception>
    public async Task<RegisteredClient> UpdateAsync(SignInProvider provider, RegisteredClient client, CancellationToken cancellation)
    {
        var metadata = client.Metadata.DeepClone().AsObject();
        foreach (var name in ResponseOnly)
            metadata.Remove(name);
        // Glewlwyd responds with a list, and then rejects it: RFC 7591 defines a text.
        if (metadata[AuthenticationMethod] is JsonArray { Count: 1 } methods)
            metadata[AuthenticationMethod] = methods[0]?.DeepClone();
        var request = CreateRequest(HttpMethod.Put, provider, client.Token);
        request.Content = JsonContent.Create(metadata);
        return Read(provider, client.Token, await http.SendAsync(provider, request, cancellation).ConfigureAwait(false));
    }

    private static HttpRequestMessage CreateRequest(HttpMethod method, SignInProvider provider, string token) =>
        new(method, provider.RegistrationEndpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    private static RegisteredClient Read(SignInProvider provider, string token, JsonObject response)
    {
        if (TextOf(response, "client_id") != provider.ClientId)
            throw new ProviderException($"The registration_endpoint of {provider.Name} describes another client than the configured client_id.") { IsAmbiguous = true };
        return new RegisteredClient(response, TextOf(response, "client_secret"), TextOf(response, "registration_access_token") ?? token);
    }

    private static string? TextOf(JsonObject response, string name) =>
        response[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
