using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Links.Protocol;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.WireGuard;

/// <summary>Exchanges keys and addresses with sites over their control channels. Thread-safe.</summary>
internal sealed partial class WireGuardExtension : IControlExtension
{
    private readonly WireGuardServer _server;
    private readonly SiteSessions _sessions;
    private readonly DirectConnections _direct;
    private readonly ILogger<WireGuardExtension> _logger;
    private readonly ConcurrentDictionary<IControlSession, WireGuardSession> _open = [];

    public WireGuardExtension(WireGuardServer server, SiteSessions sessions, DirectConnections direct, ILogger<WireGuardExtension> logger)
    {
        (_server, _sessions, _direct, _logger) = (server, sessions, direct, logger);
        _server.OnOpened(() =>
        {
            foreach (var session in _sessions.All)
                Invite(session);
        });
    }

    public string Name => WireGuardFormat.Extension;

    public void Connected(IControlSession session)
    {
        var opened = SessionOf(session);
        _sessions.Add(opened);
        if (_server.IsOpen)
            Invite(opened);
    }

    public ValueTask ReceivedAsync(IControlSession session, JsonElement data)
    {
        SessionOf(session).Receive(data);
        return ValueTask.CompletedTask;
    }

    public void Disconnected(IControlSession session)
    {
        if (!_open.TryRemove(session, out var closed))
            return;
        closed.Dispose();
        if (_sessions.Remove(closed))
            _server.Released(session.SiteId);
    }

    /// <summary>Returns the session of a channel. A message can arrive before <see cref="Connected"/>.</summary>
    private WireGuardSession SessionOf(IControlSession session) => _open.GetOrAdd(session, control => new WireGuardSession(control, ProcessAsync));

    private static async void Invite(WireGuardSession session)
    {
        try
        {
            await session.SendAsync(new InviteMessage()).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The connection is lost; the site is invited when it connects again.
        }
    }

    private async Task ProcessAsync(WireGuardSession session, WireGuardMessage message, CancellationToken cancellation)
    {
        switch (message)
        {
            case KeyMessage key:
                await AddAsync(session, key.PublicKey, cancellation).ConfigureAwait(false);
                break;
            case ListeningMessage listening:
                _server.Listening(session.SiteId, listening.Port);
                break;
            case LeavingMessage:
                _server.Leaving(session.SiteId);
                break;
            case DirectResponseMessage response:
                _direct.Responded(session.SiteId, response);
                break;
            default:
                LogUnexpected(session.SiteId, message.GetType().Name);
                break;
        }
    }

    private async Task AddAsync(WireGuardSession session, string publicKey, CancellationToken cancellation)
    {
        try
        {
            if (await _server.AddAsync(session.SiteId, publicKey, cancellation).ConfigureAwait(false) is { } assignment)
                await session.SendAsync(assignment).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WireGuardException or StorageException)
        {
            LogFailed(session.SiteId, exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Cannot add the site {Site} to WireGuard; it uses the WebSocket: {Reason}")]
    private partial void LogFailed(string site, string reason);

    [LoggerMessage(2, LogLevel.Warning, "The site {Site} sent an unexpected WireGuard message: {Message}.")]
    private partial void LogUnexpected(string site, string message);
}
