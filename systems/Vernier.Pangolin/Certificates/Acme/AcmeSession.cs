using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vernier.Pangolin.Certificates.Acme;

/// <summary>Sends signed requests with nonces (RFC 8555, sections 6.2 to 6.5). Not thread-safe.</summary>
internal sealed class AcmeSession(AcmeHttp http, AcmeKey key, AcmeDirectory directory)
{
    /// <summary>How often a request is repeated because the server rejects its nonce.</summary>
    private const int MaxNonceRetries = 10;

    private string? _nonce;

    /// <summary>The URL of the account; null before it is known.</summary>
    public Uri? Account { get; set; }

    /// <summary>Reads a resource.</summary>
    /// <exception cref="AcmeException">The server is unavailable or rejects the request.</exception>
    public Task<AcmeResponse> GetAsync(Uri url, string operation, CancellationToken cancellation) => SendAsync(url, null, operation, cancellation);

    /// <summary>Sends a request, with the public key instead of the account's URL while that is not known.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="payload">The payload; null to read.</param>
    /// <param name="operation">What fails if the request fails, for the message.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="AcmeException">The server is unavailable or rejects the request.</exception>
    public async Task<AcmeResponse> SendAsync(Uri url, JsonObject? payload, string operation, CancellationToken cancellation)
    {
        for (var retries = 0; ; retries++)
        {
            var nonce = _nonce ?? await NewNonceAsync(cancellation).ConfigureAwait(false);
            _nonce = null;
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            var body = AcmeJws.Sign(key, Account, nonce, url, payload).ToJsonString();
            // Without a charset, which servers reject.
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/jose+json"));
            var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            _nonce = response.Nonce;
            if (response.IsSuccess)
                return response;
            var failure = http.Failure(response, operation);
            if (failure.Problem != AcmeProblem.BadNonce || retries == MaxNonceRetries)
                throw failure;
        }
    }

    /// <summary>Returns a URL of a response.</summary>
    /// <exception cref="AcmeException">The member is missing, or is not a URL that the client may request.</exception>
    public Uri UrlOf(JsonNode? value, string member) => UrlOf(http, value, member);

    /// <inheritdoc cref="UrlOf(JsonNode, string)"/>
    public static Uri UrlOf(AcmeHttp http, JsonNode? value, string member) =>
        value is JsonValue text && text.GetValueKind() == JsonValueKind.String && Uri.TryCreate(text.GetValue<string>(), UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url is { Scheme: "http", IsLoopback: true })
            ? url
            : throw http.Invalid($"'{member}' must be an https URL");

    private async Task<string> NewNonceAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, directory.NewNonce);
        var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (!response.IsSuccess)
            throw http.Failure(response, "did not return a nonce");
        return response.Nonce ?? throw http.Invalid("the header Replay-Nonce is missing");
    }
}
