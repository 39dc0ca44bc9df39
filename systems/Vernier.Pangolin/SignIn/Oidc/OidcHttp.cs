using System.Text.Json;

namespace Vernier.Pangolin.SignIn.Oidc;

/// <summary>Sends requests to providers, without redirects, which could send secrets elsewhere. Thread-safe.</summary>
internal sealed class OidcHttp : IDisposable
{
    private const int MaxResponseBytes = 1 << 20;

    /// <summary>The error codes of RFC 6749 and RFC 6750.</summary>
    private static readonly HashSet<string> KnownErrors =
        ["invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "invalid_token", "insufficient_scope"];

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = MaxResponseBytes,
    };

    /// <summary>Sends a request, disposes it, and returns the JSON object of a successful response.</summary>
    /// <exception cref="OidcException">The provider is unavailable or rejects the request.</exception>
    public async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var owned = request;
        var server = $"{request.RequestUri!.GetLeftPart(UriPartial.Authority)}";
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await Client.SendAsync(request, cancellation).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new OidcException($"{server} responded with status {(int)response.StatusCode}{ErrorOf(body)}.");
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new OidcException($"{server} sent a response that is not a JSON object.");
            if (!IsReadable(json.RootElement))
                throw new OidcException($"{server} sent a response that contains half of a surrogate pair.");
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Not quoted: the response can contain a token.
            throw new OidcException($"{server} sent a response that is not JSON.");
        }
        catch (HttpRequestException exception)
        {
            throw new OidcException($"{server} is unreachable or closed the connection ({exception.HttpRequestError}).", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new OidcException($"{server} did not respond within {Client.Timeout.TotalSeconds} s.", exception);
        }
    }

    public void Dispose() => Client.Dispose();

    /// <summary>Returns the error code of a response if it is one of the specification; other texts are not repeated.</summary>
    private static string ErrorOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.String
                && KnownErrors.Contains(error.GetString()!)
                ? $" ({error.GetString()})"
                : "";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or half of a surrogate pair.
            return "";
        }
    }

    /// <summary>Whether all texts of a response can be read. The parser accepts an escape of half a surrogate pair; reading it throws.</summary>
    private static bool IsReadable(JsonElement response)
    {
        try
        {
            ReadTexts(response);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void ReadTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    ReadTexts(property.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    ReadTexts(item);
                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }
}
