using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vernier.Pangolin.Certificates.Acme;

/// <summary>Sends requests to an ACME server. Not thread-safe.</summary>
internal sealed class AcmeHttp : IDisposable
{
    private const int MaxResponseBytes = 1 << 20;

    private readonly AcmeServer _server;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public AcmeHttp(AcmeServer server, TimeProvider time)
    {
        _server = server;
        _time = time;
        // The time limit of a request is a token of the clock.
        _http = new HttpClient(CreateHandler(server)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxResponseBytes };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("vernier-pangolin", typeof(AcmeHttp).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>The server, for messages.</summary>
    public string Server => $"The ACME server {_server.Directory.GetLeftPart(UriPartial.Authority)}";

    /// <summary>Sends a request and reads the response, whatever its status is.</summary>
    /// <exception cref="AcmeException">The server is unavailable.</exception>
    public async Task<AcmeResponse> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_server.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            return new AcmeResponse(
                (int)response.StatusCode,
                response.Headers.Location,
                response.Headers.TryGetValues("Replay-Nonce", out var nonces) ? nonces.First() : null,
                DelayOf(response.Headers.RetryAfter),
                await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw Unavailable($"{Server} did not respond within {_server.Timeout.TotalSeconds} s.", exception);
        }
        catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException)
        {
            throw Unavailable($"{Server} has a certificate that is not trusted, or the TLS handshake failed. Check ca_file.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw Unavailable($"{Server} is unreachable or closed the connection ({exception.HttpRequestError}).", exception);
        }
    }

    /// <summary>Returns the failure that a response describes.</summary>
    /// <param name="response">A response with an unexpected status.</param>
    /// <param name="operation">What failed, such as <c>rejected the order for app.example.com</c>.</param>
    public AcmeException Failure(AcmeResponse response, string operation)
    {
        var problem = response.Json;
        var type = AcmeProblem.TypeOf(problem);
        var failure = response.Status == 429 || type == "rateLimited" ? AcmeEvent.RateLimited
            : response.Status >= 500 ? AcmeEvent.ServerUnavailable
            : AcmeEvent.Failed;
        var wait = response.RetryAfter is { } delay ? $" It asks to wait {Math.Ceiling(delay.TotalSeconds)} s." : "";
        var reason = type is null && problem?["detail"] is null ? $"status {response.Status}." : AcmeProblem.Describe(problem, isChallenge: false);
        return new AcmeException(failure, $"{Server} {operation}: {reason}{wait}") { Problem = type, RetryAfter = response.RetryAfter };
    }

    /// <summary>Returns a failure for a response that does not follow RFC 8555.</summary>
    public AcmeException Invalid(string what) => new(AcmeEvent.ServerUnavailable, $"{Server} sent an invalid response: {what}. Check directory.");

    public void Dispose() => _http.Dispose();

    private static AcmeException Unavailable(string message, Exception cause) => new(AcmeEvent.ServerUnavailable, message, cause);

    private static SocketsHttpHandler CreateHandler(AcmeServer server)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !server.Directory.IsLoopback };
        if (server.CaFile is { } file)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }
        return handler;
    }

    private TimeSpan? DelayOf(RetryConditionHeaderValue? header)
    {
        var delay = header?.Delta ?? header?.Date - _time.GetUtcNow();
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }
}

/// <summary>A response of an ACME server.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Location">The header <c>Location</c>.</param>
/// <param name="Nonce">The nonce for the next request; null if the response has none.</param>
/// <param name="RetryAfter">How long the server asks to wait; null if it does not.</param>
/// <param name="Body">The body.</param>
internal sealed record AcmeResponse(int Status, Uri? Location, string? Nonce, TimeSpan? RetryAfter, string Body)
{
    /// <summary>Whether the request succeeded.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as a JSON object; null if it is not one, such as the error page of a proxy.</summary>
    public JsonObject? Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(Body) as JsonObject;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
