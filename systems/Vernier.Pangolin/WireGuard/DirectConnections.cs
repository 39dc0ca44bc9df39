using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.Direct;
using Vernier.Pangolin.Links.HolePunching;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Links.Protocol;
using Vernier.Services.Web;

namespace Vernier.Pangolin.WireGuard;

/// <summary>
/// The direct connections that are being established. They are removed after a minute; established ones do not need the server. Thread-safe.
/// </summary>
internal sealed class DirectConnections(SiteSessions sessions, PangolinSettings settings, TimeProvider time)
{
    private const int MaxConnections = 1_000;
    private const int MaxConnectionsOfSite = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    private readonly AddressRange _range = new(settings.Initial.Wireguard.ParsedNetwork);
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, DirectConnection> _connections = [];

    /// <summary>The UDP port for hole punching; 0 if it is off.</summary>
    public int HolePunchPort { get; set; }

    public DirectConnection? Find(Guid id)
    {
        lock (_lock)
            return _connections.GetValueOrDefault(id) is { } connection && time.GetElapsedTime(connection.Created) < Lifetime ? connection : null;
    }

    /// <summary>Creates a direct connection of a client to a target, which the site must accept.</summary>
    /// <exception cref="RequestException">Hole punching is off, the site is not connected to this server or refuses, or too many connections are being established.</exception>
    public async Task<DirectConnectionResponse> OpenAsync(string siteId, string target, string clientPublicKey, CancellationToken cancellation)
    {
        if (HolePunchPort == 0)
            throw new RequestException(StatusCodes.Status409Conflict, "Hole punching is off. Set wireguard.hole_punch_port at the server.");
        if (sessions.Find(siteId) is not { } session)
            throw new RequestException(StatusCodes.Status503ServiceUnavailable, $"The site {siteId} is not connected to this server.");
        var connection = Add(siteId);
        var host = ServerHost.Of(settings.Initial);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (siteAddress, clientAddress) = AddressesOf(connection);
        try
        {
            await session.SendAsync(new DirectOfferMessage(
                connection.Id, target, KeyOf(connection, HolePunchRole.Site), host, HolePunchPort, now, clientPublicKey, clientAddress, siteAddress)).ConfigureAwait(false);
            var (publicKey, error) = await connection.Response.Task.WaitAsync(ResponseTimeout, time, cancellation).ConfigureAwait(false);
            if (publicKey is null)
                throw new RequestException(StatusCodes.Status503ServiceUnavailable, $"The site {siteId} cannot establish a direct connection: {error}");
            return new DirectConnectionResponse
            {
                Id = connection.Id,
                SiteId = siteId,
                Target = target,
                Key = KeyOf(connection, HolePunchRole.Client),
                Host = host,
                Port = HolePunchPort,
                ServerTime = now,
                SitePublicKey = publicKey,
                SiteAddress = siteAddress,
                ClientAddress = clientAddress,
            };
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            throw new RequestException(StatusCodes.Status503ServiceUnavailable, $"The site {siteId} did not respond in time. Its agent may be too old for direct connections.");
        }
    }

    /// <summary>A site has accepted or refused a connection. Responses about connections of other sites are ignored.</summary>
    public void Responded(string siteId, DirectResponseMessage response)
    {
        if (Find(response.Session) is { } connection && connection.SiteId == siteId)
            connection.Response.TrySetResult((response.PublicKey, response.Error));
    }

    private static string KeyOf(DirectConnection connection, HolePunchRole role) => Convert.ToBase64String(connection.KeyOf(role));

    private DirectConnection Add(string siteId)
    {
        lock (_lock)
        {
            foreach (var expired in _connections.Values.Where(connection => time.GetElapsedTime(connection.Created) >= Lifetime).ToList())
                _connections.Remove(expired.Id);
            if (_connections.Count >= MaxConnections || _connections.Values.Count(connection => connection.SiteId == siteId) >= MaxConnectionsOfSite)
                throw new RequestException(StatusCodes.Status429TooManyRequests, "Too many direct connections are being established. Try again in a minute.");
            var connection = new DirectConnection(
                Guid.NewGuid(), siteId, RandomNumberGenerator.GetBytes(HolePunchMessage.KeySize), RandomNumberGenerator.GetBytes(HolePunchMessage.KeySize),
                FreePair(), time.GetTimestamp());
            _connections.Add(connection.Id, connection);
            return connection;
        }
    }

    /// <summary>
    /// Returns a random pair of addresses that no connection uses which is being established. A site refuses a pair that one of its connections uses.
    /// </summary>
    private long FreePair()
    {
        var pairs = (_range.LastDirect - _range.FirstDirect + 1) / 2;
        var used = _connections.Values.Select(connection => connection.Network).ToHashSet();
        if (used.Count >= pairs)
            throw new RequestException(StatusCodes.Status429TooManyRequests, "No addresses for direct connections are free. Set a larger wireguard.network at the server.");
        var pair = RandomNumberGenerator.GetInt32((int)pairs);
        while (used.Contains(pair))
            pair = (int)((pair + 1) % pairs);
        return pair;
    }

    private (string Site, string Client) AddressesOf(DirectConnection connection)
    {
        var first = _range.FirstDirect + (connection.Network * 2);
        return (AddressRange.AddressOf(first).ToString(), AddressRange.AddressOf(first + 1).ToString());
    }
}
