using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly;
using Polly.Retry;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>
/// Sends requests to the HTTP API of Vault. Requests that fail because Vault is unreachable, slow, sealed or overloaded are repeated; other failures are
/// left to the caller. Thread-safe.
/// </summary>
internal sealed class VaultHttp : IDisposable
{
    private const int MaxRetries = 4;
    private const int MaxResponseBytes = 1 << 20;

    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(5);

    private readonly VaultOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline<VaultResponse> _pipeline;

    public VaultHttp(VaultOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        // The time limit of a request is a token of the clock.
        _http = new HttpClient(CreateHandler(options)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxResponseBytes };
        _pipeline = new ResiliencePipelineBuilder<VaultResponse> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<VaultResponse>
            {
                MaxRetryAttempts = MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = FirstRetryDelay,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome is { Result.IsTransient: true } or { Exception: SecretException { Failure: SecretFailure.Unavailable } }),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter is { } delay && delay <= MaxRetryAfter ? delay : (TimeSpan?)null),
            })
            .Build();
    }

    /// <summary>The address for messages.</summary>
    public string Server => $"Vault at {_options.Address!.Scheme}://{_options.Address.Authority}";

    /// <summary>Sends a request and returns the response, which can be an error of the caller: 400, 403 or 404.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below <c>/v1/</c>.</param>
    /// <param name="token">The token; null for a login.</param>
    /// <param name="body">The JSON body; null for none.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="SecretException">Vault is unavailable, or the server is not a Vault.</exception>
    public async Task<VaultResponse> SendAsync(HttpMethod method, string path, string? token, JsonObject? body, CancellationToken cancellation)
    {
        var attempts = 0;
        var response = await _pipeline.ExecuteAsync(
            async stop =>
            {
                attempts++;
                return await SendOnceAsync(method, path, token, body, stop).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        return response.Status switch
        {
            200 or 204 or 400 or 403 or 404 => response with { IsRepeated = attempts > 1 },
            429 => throw new SecretException(SecretFailure.Unavailable, $"{Server} rejects requests because of a rate limit (429). Raise the quota, or try again later."),
            503 => throw new SecretException(SecretFailure.Unavailable, $"{Server} is sealed or in maintenance (503). Unseal it."),
            >= 500 => throw new SecretException(SecretFailure.Unavailable, $"{Server} failed with status {response.Status}. See its log."),
            _ => throw new SecretException(SecretFailure.Invalid, $"{Server} sent the unexpected status {response.Status}. Check address and namespace."),
        };
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler CreateHandler(VaultOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect could send the token to another host.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseProxy = !options.Address!.IsLoopback,
        };
        if (options.CaFile is { } file)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }
        return handler;
    }

    private async Task<VaultResponse> SendOnceAsync(HttpMethod method, string path, string? token, JsonObject? body, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = CreateRequest(method, path, token, body);
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var content = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return new VaultResponse((int)response.StatusCode, Parse(response.StatusCode, content), response.Headers.RetryAfter?.Delta);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new SecretException(SecretFailure.Unavailable, $"{Server} did not respond within {_options.Timeout.TotalSeconds} s.", exception);
        }
        catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException)
        {
            throw new SecretException(SecretFailure.Invalid, $"The certificate of {Server} is not trusted, or the TLS handshake failed. Check ca_file.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new SecretException(SecretFailure.Unavailable, $"{Server} is unreachable or closed the connection ({exception.HttpRequestError}).", exception);
        }
    }

    private HttpRequestMessage CreateRequest(HttpMethod method, string path, string? token, JsonObject? body)
    {
        var request = new HttpRequestMessage(method, $"{_options.Address!.AbsoluteUri.TrimEnd('/')}/v1/{path}");
        // Vault Agent and Vault Proxy reject requests without it if they are configured to protect against request forgery.
        request.Headers.Add("X-Vault-Request", "true");
        if (_options.Namespace is { } vaultNamespace)
            request.Headers.Add("X-Vault-Namespace", vaultNamespace);
        if (token is not null)
            request.Headers.Add("X-Vault-Token", token);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return request;
    }

    private JsonNode? Parse(HttpStatusCode status, byte[] content)
    {
        if (content.Length == 0)
            return null;
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException) when (status != HttpStatusCode.OK)
        {
            // The error page of a proxy in front of Vault; the status is sufficient.
            return null;
        }
        catch (JsonException exception)
        {
            throw new SecretException(SecretFailure.Invalid, $"{Server} sent a response that is not JSON. Check address.", exception);
        }
    }
}

/// <summary>A response of Vault.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The JSON body; null if there is none.</param>
/// <param name="RetryAfter">When Vault asks to repeat the request.</param>
internal sealed record VaultResponse(int Status, JsonNode? Body, TimeSpan? RetryAfter)
{
    /// <summary>Whether the request was sent more than once, so that Vault may have executed it although a response was lost.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether repeating the request can help. 412 is sent by a standby node that does not have the latest data yet.</summary>
    public bool IsTransient => Status is 412 or 429 or >= 500;

    /// <summary>The texts of an error response, to recognize a condition; not for messages.</summary>
    public IReadOnlyList<string> Errors =>
        Body is JsonObject body && body["errors"] is JsonArray errors ? [.. errors.OfType<JsonValue>().Select(error => error.ToString())] : [];
}
