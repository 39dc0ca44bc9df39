using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.Direct;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Client;

/// <summary>The requests of a client to its server.</summary>
internal sealed class ClientApi(PangolinClientOptions options) : IDisposable
{
    private const int MaxResponseBytes = 64 * 1024;

    private readonly HttpClient _http = new(HandlerOf(options)) { Timeout = options.ConnectTimeout, MaxResponseContentBufferSize = MaxResponseBytes };

    /// <summary>Requests a direct connection to the resource.</summary>
    /// <exception cref="ClientRejectedException">The server rejects the client or the resource.</exception>
    /// <exception cref="IOException">The server is not available, or the site is not connected.</exception>
    public async Task<DirectConnectionResponse> OpenAsync(string publicKey, CancellationToken cancellation)
    {
        var server = options.Server!;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.AbsoluteUri.TrimEnd('/') + PangolinEndpoints.DirectConnections));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Id}:{options.Secret}")));
        request.Content = JsonContent.Create(new DirectConnectionRequest { Resource = options.Resource, Target = options.Target, PublicKey = publicKey });
        try
        {
            using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return await response.Content.ReadFromJsonAsync<DirectConnectionResponse>(cancellation).ConfigureAwait(false) is { } opened && opened.IsValid
                    ? opened
                    : throw new IOException($"The server {server} returned an invalid response.");
            }
            var message = $"The server {server} responded with {(int)response.StatusCode}: {await MessageOfAsync(response, cancellation).ConfigureAwait(false)}";
            throw response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound
                ? new ClientRejectedException(message)
                : new IOException(message);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new IOException($"The server {server} is not available: {exception.Message}", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler HandlerOf(PangolinClientOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = ServerTrust.Of<PangolinClientOptions>(options.CaFile) },
    };

    private static async Task<string> MessageOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var error = await response.Content.ReadFromJsonAsync<ErrorResponse>(cancellation).ConfigureAwait(false);
            return string.Concat((error?.Message ?? "no message").Where(character => !char.IsControl(character)));
        }
        catch (JsonException)
        {
            return response.ReasonPhrase ?? "no message";
        }
    }
}
