using System.Net.Security;
using System.Net.Sockets;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Cluster;

/// <summary>The HTTP/2 connection to another server, which is opened when it is needed. Numbers and signs the requests. Thread-safe.</summary>
internal sealed class PeerConnection : IDisposable
{
    private readonly ServerRow _server;
    private readonly ServerIdentity _identity;
    private readonly byte[] _key;
    private readonly PangolinSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _client;
    private long _number;

    public PeerConnection(ServerRow server, ServerIdentity identity, byte[] key, PangolinSettings settings, TimeProvider time)
    {
        _server = server;
        _identity = identity;
        _key = key;
        _settings = settings;
        _time = time;
        _client = SiteClient.Create(settings.Current.Tunnels, ConnectAsync);
    }

    /// <summary>Sends a request to a site of the server.</summary>
    /// <exception cref="HttpRequestException">The server is unreachable, or has stopped.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, PeerRequest signed, CancellationToken cancellation)
    {
        var signature = PeerSignature.Create(_key, _identity.RunId, _server.RunId, Interlocked.Increment(ref _number), signed);
        request.Headers.Remove(PeerSignature.Header);
        request.Headers.Add(PeerSignature.Header, signature.ToString());
        try
        {
            return await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (ObjectDisposedException exception)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"The server {_server.Instance} has stopped.", exception);
        }
    }

    /// <summary>Closes the connection when the requests in progress have ended.</summary>
    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_settings.Current.Cluster.ConnectTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? stream = null;
        try
        {
            await socket.ConnectAsync(_server.Host, (int)_server.Port, linked.Token).ConfigureAwait(false);
            stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = _server.Instance,
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                // The database has the hash of the only certificate that is accepted, which no authority has issued.
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && ServerIdentity.HashOf(certificate) == _server.Certificate,
            }, linked.Token).ConfigureAwait(false);
            return stream;
        }
        catch (Exception exception)
        {
            if (stream is not null)
                await stream.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            if (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
                throw new IOException($"The server {_server.Instance} at {_server.Host}:{_server.Port} did not respond in {_settings.Current.Cluster.ConnectTimeout.TotalSeconds:0.#} s.", exception);
            throw;
        }
    }
}
