using System.Net.Security;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Agent;

/// <summary>Opens WebSockets to the servers, in turn. Not thread-safe, except for <see cref="Address"/>.</summary>
internal sealed class SiteSocket
{
    private readonly PangolinSiteOptions _options;
    private readonly TimeProvider _time;
    private readonly RemoteCertificateValidationCallback? _trust;
    private readonly Uri[] _addresses;
    private int _next;

    /// <exception cref="OptionsValidationException">The file with the certificates cannot be read.</exception>
    public SiteSocket(PangolinSiteOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _trust = ServerTrust.Of<PangolinSiteOptions>(options.CaFile);
        _addresses = [.. options.FurtherServers.Prepend(options.Server!).Select(AddressOf)];
        Address = _addresses[0];
    }

    /// <summary>The address of the endpoint to which the site connects, or connected last.</summary>
    public Uri Address { get; private set; }

    /// <summary>Connects to the next server.</summary>
    /// <exception cref="SiteRejectedException">The server cannot be reached, or refuses the connection.</exception>
    /// <exception cref="OperationCanceledException">Connecting was canceled.</exception>
    public async Task<WebSocket> ConnectAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_options.ConnectTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        Address = _addresses[_next];
        _next = (_next + 1) % _addresses.Length;
        var socket = new ClientWebSocket();
        try
        {
            Configure(socket.Options);
            await socket.ConnectAsync(Address, linked.Token).ConfigureAwait(false);
            return socket;
        }
        catch (Exception exception)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw exception switch
            {
                WebSocketException => new SiteRejectedException(Describe(status, exception), isPermanent: status is 401 or 403 or 404 or 426),
                OperationCanceledException => new SiteRejectedException($"the server did not respond within {_options.ConnectTimeout}", isPermanent: false),
                _ => exception,
            };
        }
    }

    private static Uri AddressOf(Uri server) => new UriBuilder(server)
    {
        Scheme = server.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Path = server.AbsolutePath.TrimEnd('/') + PangolinEndpoints.Tunnel,
    }.Uri;

    private void Configure(ClientWebSocketOptions options)
    {
        options.CollectHttpResponseDetails = true;
        options.KeepAliveInterval = TimeSpan.Zero;
        options.AddSubProtocol(SiteProtocol.Subprotocol);
        options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_options.Id}:{_options.Secret}")));
        options.SetRequestHeader("User-Agent", $"vernier-pangolin/{ProductVersion.Text}");
        if (_trust is not null)
            options.RemoteCertificateValidationCallback = _trust;
    }

    private static string Describe(int status, Exception exception) => status switch
    {
        0 => InnermostMessage(exception),
        401 => "the server does not know the site, or the secret is wrong (status 401)",
        403 => "the server requires https (status 403)",
        404 => "the server has no tunnel endpoint at this URL (status 404)",
        426 => "the server supports another version of the tunnel protocol (status 426); update the site or the server",
        503 => "the server is stopping or not ready (status 503)",
        _ => $"the server responded with status {status}",
    };

    private static string InnermostMessage(Exception exception) => exception.InnerException is { } inner ? InnermostMessage(inner) : exception.Message;
}

/// <summary>A connection to the server was not established. The message completes a sentence, and contains no secrets.</summary>
/// <param name="message">Why.</param>
/// <param name="isPermanent">Whether the configuration must change before it can succeed.</param>
internal sealed class SiteRejectedException(string message, bool isPermanent) : Exception(message)
{
    public bool IsPermanent { get; } = isPermanent;
}
