using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>
/// Sends requests to OAuth2 providers. Errors contain neither the addresses' queries nor the bodies, which can contain codes and secrets. Thread-safe.
/// </summary>
internal sealed class ProviderHttp(TimeProvider time) : IDisposable
{
    /// <summary>The limit of one request.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private const int MaxResponseBytes = 1 << 20;

    /// <summary>The error codes of RFC 6749, 6750, 7591 and GitHub. Other texts are not repeated.</summary>
    private static readonly HashSet<string> KnownErrors =
    [
        "access_denied", "bad_verification_code", "consent_required", "incorrect_client_credentials", "insufficient_scope", "interaction_required",
        "invalid_client", "invalid_client_metadata", "invalid_grant", "invalid_redirect_uri", "invalid_request", "invalid_scope", "invalid_token",
        "login_required", "redirect_uri_mismatch", "server_error", "temporarily_unavailable", "unauthorized_client", "unsupported_grant_type",
        "unsupported_response_type",
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // A redirect could send secrets to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxResponseBytes,
    };

    /// <summary>Returns an error code of a provider if it is known, otherwise a general text.</summary>
    public static string Describe(string? error) => error is not null && KnownErrors.Contains(error) ? error : "unknown error";

    /// <summary>Sends a request, disposes it, and returns the JSON object of a successful response.</summary>
    /// <exception cref="ProviderException">The provider is unavailable or rejects the request.</exception>
    public async Task<JsonObject> SendAsync(SignInProvider provider, HttpRequestMessage request, CancellationToken cancellation)
    {
        using var owned = request;
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("ai-orchestrator");
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var server = $"{provider.Name} ({request.RequestUri!.Scheme}://{request.RequestUri.Authority})";
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = Parse(await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false));
            var status = (int)response.StatusCode;
            // GitHub reports errors with status 200.
            var error = body?["error"] is JsonValue code && code.TryGetValue(out string? text) ? text : null;
            if (status is < 200 or >= 300 || error is not null)
                throw new ProviderException($"{server} responded with status {status}{(error is null ? "" : $" ({Describe(error)})")}.") { Status = status, Error = error, IsAmbiguous = status >= 500 };
            return body ?? throw new ProviderException($"{server} sent a response that is not a JSON object.") { IsAmbiguous = true };
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ProviderException($"{server} did not respond within {Timeout.TotalSeconds} s.", exception) { IsAmbiguous = true };
        }
        catch (HttpRequestException exception)
        {
            throw new ProviderException($"{server} is unreachable or closed the connection ({exception.HttpRequestError}).", exception) { IsAmbiguous = true };
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonObject? Parse(byte[] content)
    {
        try
        {
            return JsonNode.Parse(content) as JsonObject;
        }
        catch (JsonException)
        {
            // Not quoted: the content can be a secret.
            return null;
        }
    }
}

/// <summary>A provider is unavailable or rejects a request. The message contains no secrets.</summary>
internal sealed class ProviderException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The status of the response; 0 if there is none.</summary>
    public int Status { get; init; }

    /// <summary>The error code of the response as the provider sent it; not for messages.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the provider may have executed the request.</summary>
    public bool IsAmbiguous { get; init; }
}
