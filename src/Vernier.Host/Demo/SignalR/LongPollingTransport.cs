using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Vernier.Host.Demo.SignalR;

/// <summary>SignalR over HTTP long polling (aspnetcore/src/SignalR/docs/specs/TransportProtocols.md), as clients use it where WebSockets are blocked.</summary>
internal sealed class LongPollingTransport : IHubTransport
{
    private readonly HttpClient _http;
    private readonly Uri _connection;
    private readonly string _token;
    private bool _isOpen = true;

    private LongPollingTransport(HttpClient http, Uri connection, string token) => (_http, _connection, _token) = (http, connection, token);

    /// <param name="http">Sends the requests.</param>
    /// <param name="hub">The URL of the hub.</param>
    /// <param name="token">The access token.</param>
    /// <param name="cancellation">Cancels the connect.</param>
    public static async Task<LongPollingTransport> ConnectAsync(HttpClient http, Uri hub, string token, CancellationToken cancellation)
    {
        var negotiate = new UriBuilder(hub) { Path = hub.AbsolutePath + "/negotiate", Query = hub.Query + "&negotiateVersion=1" };
        using var request = Request(HttpMethod.Post, negotiate.Uri, token);
        using var response = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellation).ConfigureAwait(false)).GetProperty("connectionToken").GetString()!;
        var transport = new LongPollingTransport(http, new UriBuilder(hub) { Query = $"{hub.Query}&id={Uri.EscapeDataString(id)}" }.Uri, token);

        // The first poll opens the connection and returns at once.
        await transport.ReceiveAsync(cancellation).ConfigureAwait(false);
        return transport;
    }

    public async Task SendAsync(string text, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Post, _connection, _token);
        request.Content = new StringContent(text, Encoding.UTF8);
        using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    public async Task<string?> ReceiveAsync(CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Get, _connection, _token);
        using var response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
        _isOpen = response.StatusCode == HttpStatusCode.OK;
        return _isOpen ? await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false) : null;
    }

    /// <summary>Polls no more. The server notices it after its timeout.</summary>
    public void Drop() => _isOpen = false;

    public async ValueTask DisposeAsync()
    {
        if (!_isOpen)
            return;
        try
        {
            using var request = Request(HttpMethod.Delete, _connection, _token);
            (await _http.SendAsync(request).ConfigureAwait(false)).Dispose();
        }
        catch (HttpRequestException)
        {
            // The server is stopping.
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri address, string token) =>
        new(method, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
}
