using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>
/// Limits the requests of each client address in a fixed window (<c>RateLimitRequests</c>, <c>RateLimitWindowSeconds</c>). The window follows the
/// system clock. Thread-safe.
/// </summary>
internal sealed class ClientRateLimiter : IDisposable
{
    /// <summary>The network part of an IPv6 address. A client usually has all addresses below it.</summary>
    private const int NetworkBytes = 8;

    private readonly int _requests;
    private readonly TimeSpan _window;
    private readonly PartitionedRateLimiter<IPAddress> _limiter;

    public ClientRateLimiter(IOptions<DicomWebOAuthOptions> options)
    {
        _requests = options.Value.RateLimitRequests;
        _window = options.Value.RateLimitWindow;
        _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(client => RateLimitPartition.GetFixedWindowLimiter(PartitionOf(client), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = _requests,
            Window = _window,
        }));
    }

    /// <summary>Wraps a handler: requests over the limit get 429 with Retry-After.</summary>
    public RequestDelegate Limit(RequestDelegate next) => async context =>
    {
        using var lease = _limiter.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        await (lease.IsAcquired ? next(context) : RejectAsync(context, lease)).ConfigureAwait(false);
    };

    public void Dispose() => _limiter.Dispose();

    private static IPAddress PartitionOf(IPAddress client)
    {
        if (client.IsIPv4MappedToIPv6)
            return client.MapToIPv4();
        if (client.AddressFamily != AddressFamily.InterNetworkV6)
            return client;
        var bytes = client.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private Task RejectAsync(HttpContext context, RateLimitLease lease)
    {
        if (lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter))
            ProblemResponses.SetRetryAfter(context, retryAfter);
        var error = $"The limit of {_requests} requests in {_window.TotalSeconds} s is exceeded (RateLimitRequests, RateLimitWindowSeconds).";
        return ProblemResponses.WriteAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            error,
            KeyValuePair.Create<string, object?>("error", error),
            KeyValuePair.Create<string, object?>("max_requests", _requests),
            KeyValuePair.Create<string, object?>("window_seconds", _window.TotalSeconds));
    }
}
