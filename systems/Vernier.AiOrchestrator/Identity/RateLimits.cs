using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>
/// The rate limits of this host. A partition that is idle for some seconds is removed, so that a flood of addresses or account names does not fill the
/// memory. Thread-safe.
/// </summary>
internal sealed class RateLimits : IDisposable
{
    /// <summary>A larger body counts as an upload.</summary>
    public const int UploadBytes = 64 * 1024;

    private const string RemainingHeader = "X-RateLimit-Remaining";

    private readonly RateLimitOptions _options;
    private readonly int _maxBodyBytes;
    private readonly HashSet<string> _dedicatedAccounts;
    private readonly AiOrchestratorMetrics _metrics;
    private readonly PartitionedRateLimiter<string> _loginAddresses;
    private readonly PartitionedRateLimiter<string> _loginAccounts;
    private readonly PartitionedRateLimiter<string> _authAddresses;
    private readonly PartitionedRateLimiter<string> _callers;
    private readonly PartitionedRateLimiter<string> _uploaders;

    public RateLimits(IOptions<AiOrchestratorOptions> options, AiOrchestratorMetrics metrics, TimeProvider time)
    {
        _options = options.Value.Identity.RateLimits;
        _maxBodyBytes = options.Value.Runs.MaxBodyBytes;
        _metrics = metrics;
        _dedicatedAccounts = new(_options.DedicatedAccounts, StringComparer.Ordinal);
        _loginAddresses = Partitioned(_ => _options.LoginPerMinute);
        _loginAccounts = Partitioned(_ => _options.LoginPerMinute);
        _authAddresses = Partitioned(_ => _options.RefreshPerMinute);
        _callers = Partitioned(ApiLimitOf);
        _uploaders = Partitioned(_ => _options.UploadPerMinute);

        PartitionedRateLimiter<string> Partitioned(Func<string, int> permits) => PartitionedRateLimiter.Create<string, string>(
            key => RateLimitPartition.Get(key, name => new SlidingWindowLimiter(permits(name), time)), StringComparer.Ordinal);
    }

    /// <summary>Counts a request to an endpoint.</summary>
    /// <exception cref="RequestException">429: the limit is reached.</exception>
    public async Task TakeAsync(HttpContext http, RateLimitKind kind, Caller? caller)
    {
        if (kind == RateLimitKind.Auth)
        {
            Take(http, kind, _authAddresses, ClientAddress.PartitionOf(http), _options.RefreshPerMinute);
            return;
        }
        // Names of users contain neither colons nor spaces, and so do not collide with addresses.
        var partition = caller?.Name ?? $"address: {ClientAddress.PartitionOf(http)}";
        Take(http, RateLimitKind.Api, _callers, partition, ApiLimitOf(partition));
        if (kind == RateLimitKind.Upload && !_dedicatedAccounts.Contains(partition) && await IsUploadAsync(http).ConfigureAwait(false))
            Take(http, RateLimitKind.Upload, _uploaders, partition, _options.UploadPerMinute);
    }

    /// <summary>Counts a login of an account from an address.</summary>
    /// <exception cref="RequestException">429: a limit is reached.</exception>
    public void TakeLogin(HttpContext http, string account)
    {
        // Rejected addresses create no partitions for account names.
        if (!_dedicatedAccounts.Contains(account))
            Take(http, RateLimitKind.Auth, _loginAddresses, ClientAddress.PartitionOf(http), _options.LoginPerMinute);
        Take(http, RateLimitKind.Auth, _loginAccounts, UserNames.IsValid(account) ? account : "invalid name", _options.LoginPerMinute);
    }

    public void Dispose()
    {
        _loginAddresses.Dispose();
        _loginAccounts.Dispose();
        _authAddresses.Dispose();
        _callers.Dispose();
        _uploaders.Dispose();
    }

    private int ApiLimitOf(string partition) => _dedicatedAccounts.Contains(partition) ? _options.DedicatedApiPerMinute : _options.ApiPerMinute;

    private void Take(HttpContext http, RateLimitKind kind, PartitionedRateLimiter<string> limiter, string partition, int limit)
    {
        using var lease = limiter.AttemptAcquire(partition);
        var headers = http.Response.Headers;
        headers[RemainingHeader] = Math.Min(Remaining(limiter, partition), Announced(headers)).ToString(CultureInfo.InvariantCulture);
        if (lease.IsAcquired)
            return;
        _metrics.RequestRejected(kind);
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max((long)Math.Ceiling(wait.TotalSeconds), 1) : 1;
        headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        throw new RequestException(StatusCodes.Status429TooManyRequests, $"The limit of {limit} requests per minute is reached. Try again in {seconds} seconds.");
    }

    private static long Remaining(PartitionedRateLimiter<string> limiter, string partition) => limiter.GetStatistics(partition)?.CurrentAvailablePermits ?? 0;

    /// <summary>Returns the remaining requests of an earlier limit of the same request; the lowest one is announced.</summary>
    private static long Announced(IHeaderDictionary headers) =>
        long.TryParse(headers[RemainingHeader], CultureInfo.InvariantCulture, out var remaining) ? remaining : long.MaxValue;

    /// <summary>Returns whether the body is large. A body of unknown length is read first; the endpoint gets the same body.</summary>
    private async Task<bool> IsUploadAsync(HttpContext http) =>
        (http.Request.ContentLength ?? (await RequestBody.ReadAsync(http, _maxBodyBytes).ConfigureAwait(false)).Length) > UploadBytes;
}
