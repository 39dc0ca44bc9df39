using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.Forwarding;

/// <summary>How a destination responded to a WebSocket handshake.</summary>
internal enum HandshakeResponse
{
    /// <summary>The connection is open.</summary>
    Accepted,

    /// <summary>The response is an ordinary one for the client.</summary>
    Refused,

    /// <summary>The response is neither of them.</summary>
    Invalid,
}

/// <summary>
/// The WebSocket handshake of one request: the upgrade of HTTP/1.1 (RFC 6455) or the extended CONNECT of HTTP/2 (RFC 8441) on either side, independently of
/// each other. Not thread-safe.
/// </summary>
internal sealed class WebSocketUpgrade
{
    private const string Protocol = "websocket";
    private const string Key = "Sec-WebSocket-Key";
    private const string Accept = "Sec-WebSocket-Accept";

    private readonly HttpContext _http;
    private readonly string? _clientKey;
    private string? _sentKey;

    private WebSocketUpgrade(HttpContext http, string? clientKey)
    {
        _http = http;
        _clientKey = clientKey;
    }

    private bool IsHttp2Client => _clientKey is null;

    /// <summary>Determines whether a request asks for another protocol.</summary>
    /// <param name="http">The request.</param>
    /// <param name="upgrade">The handshake, if the protocol is WebSocket and the request is valid.</param>
    /// <param name="failure">The failure if the request is invalid or asks for another protocol; otherwise without a failure.</param>
    /// <returns>False if the request is an ordinary one.</returns>
    public static bool TryCreate(HttpContext http, out WebSocketUpgrade? upgrade, out ForwarderResult failure)
    {
        (upgrade, failure) = (null, default);
        if (HttpMethods.IsConnect(http.Request.Method))
        {
            if (http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: { } protocol } && IsWebSocket(protocol))
                upgrade = new WebSocketUpgrade(http, null);
            else
                failure = new ForwarderResult(ForwarderOutcome.UpgradeUnsupported);
            return true;
        }
        if (http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } || http.Request.Headers.Upgrade.Count == 0)
            return false;
        if (!IsWebSocket(http.Request.Headers.Upgrade.ToString()))
            failure = new ForwarderResult(ForwarderOutcome.UpgradeUnsupported);
        else if (!HttpMethods.IsGet(http.Request.Method) || !IsValidKey(http.Request.Headers[Key].ToString()))
            failure = new ForwarderResult(ForwarderOutcome.UpgradeInvalid);
        else
            upgrade = new WebSocketUpgrade(http, http.Request.Headers[Key].ToString());
        return true;
    }

    /// <summary>Adds the handshake to a request whose headers are complete: an extended CONNECT if its version is 2.0, otherwise an upgrade.</summary>
    public void Prepare(HttpRequestMessage request)
    {
        request.Headers.Remove(Key);
        if (request.Version.Major >= 2)
        {
            (request.Method, request.VersionPolicy) = (HttpMethod.Connect, HttpVersionPolicy.RequestVersionExact);
            request.Headers.Protocol = Protocol;
            return;
        }
        _sentKey = _clientKey ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        request.Method = HttpMethod.Get;
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", Protocol);
        request.Headers.TryAddWithoutValidation(Key, _sentKey);
    }

    /// <summary>Evaluates the response of the destination.</summary>
    public HandshakeResponse Evaluate(HttpResponseMessage response)
    {
        if (_sentKey is not null && (int)response.StatusCode == StatusCodes.Status101SwitchingProtocols)
            return IsAcceptance(response, _sentKey) ? HandshakeResponse.Accepted : HandshakeResponse.Invalid;
        if (!response.IsSuccessStatusCode)
            return HandshakeResponse.Refused;
        if (_sentKey is null)
            return HandshakeResponse.Accepted;

        // The destination ignored the upgrade. A client with HTTP/2 would take the status for an acceptance.
        return IsHttp2Client ? HandshakeResponse.Invalid : HandshakeResponse.Refused;
    }

    /// <summary>Accepts the client's handshake with the headers of the destination, which are already copied, and opens both ends.</summary>
    public async Task<(TunnelEnd Client, TunnelEnd Destination)> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var destination = new TunnelEnd(stream, stream, null);
        var headers = _http.Response.Headers;
        headers.Remove(Accept);
        headers.ContentLength = null;
        if (IsHttp2Client)
        {
            _http.Response.StatusCode = StatusCodes.Status200OK;
        }
        else
        {
            headers.Upgrade = Protocol;
            headers[Accept] = AcceptOf(_clientKey!);
        }
        return (await TunnelEnd.AcceptAsync(_http).ConfigureAwait(false), destination);
    }

    private static bool IsAcceptance(HttpResponseMessage response, string key) =>
        response.Headers.TryGetValues("Upgrade", out var upgrade) && IsWebSocket(string.Join(',', upgrade))
        && response.Headers.TryGetValues(Accept, out var accept) && string.Join(',', accept) == AcceptOf(key);

    private static bool IsWebSocket(string protocol) => protocol.Trim().Equals(Protocol, StringComparison.OrdinalIgnoreCase);

    private static bool IsValidKey(string key)
    {
        Span<byte> bytes = stackalloc byte[18];
        return key.Length == 24 && Convert.TryFromBase64String(key, bytes, out var length) && length == 16;
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 defines the handshake with SHA-1; it does not protect anything.")]
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
