using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Vernier.AspNetCore.Diagnostics;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Resilience;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth.Tokens;

/// <summary>
/// Caches the token of one server and refreshes it before it expires. Concurrent callers share one acquisition; if it fails, its first caller gets
/// the failure and one of the others starts the next acquisition. While the old token is valid only one caller waits for the refresh; a failed
/// refresh keeps the old token and is retried after 10 s. Canceling a caller does not cancel the shared acquisition. Thread-safe.
/// </summary>
internal sealed class TokenManager : IDisposable
{
    /// <summary>The delay after a failed refresh while the old token is valid. Without it every request would wait for another failing refresh.</summary>
    private static readonly TimeSpan RefreshDelay = TimeSpan.FromSeconds(10);

    private readonly TokenClient _client;
    private readonly DicomWebOAuthMetrics _metrics;
    private readonly ILogger _logger;
    private readonly OutageTracker _outages;
    private readonly TimeSpan _buffer;
    private readonly ResiliencePipeline _pipeline;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private AccessToken? _token;
    private Task<AccessToken>? _pending;
    private bool _hadToken;
    private DateTimeOffset _nextRefresh;

    public TokenManager(string server, DicomWebServerOptions options, TokenClient client, DicomWebOAuthMetrics metrics, ILogger logger)
    {
        Server = server;
        Options = options;
        _client = client;
        _metrics = metrics;
        _logger = logger;
        _outages = new OutageTracker(metrics.Time);
        _buffer = options.TokenRefreshBuffer;
        metrics.ServerConfigured(server);
        _pipeline = TokenResilience.Create(options.ResilienceConfig, metrics.Time, OnCircuitChanged, OnRetry);
    }

    public string Server { get; }

    public DicomWebServerOptions Options { get; }

    public BreakerState Circuit { get; private set; }

    /// <summary>Gets a value indicating whether a token is cached, and whether it is valid for longer than the refresh buffer.</summary>
    public (bool HasToken, bool IsValid) Cache
    {
        get
        {
            lock (_lock)
                return (_token is not null, HasFreshToken);
        }
    }

    private bool HasFreshToken => _token?.IsValid(_metrics.Time.GetUtcNow(), _buffer) == true;

    private AccessToken? UnexpiredToken => _token?.IsValid(_metrics.Time.GetUtcNow(), TimeSpan.Zero) == true ? _token : null;

    /// <summary>Gets the cached token, or acquires one.</summary>
    /// <exception cref="DicomWebOAuthException">No token is available.</exception>
    public async ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<AccessToken> pending;
            bool isFirst;
            lock (_lock)
            {
                if (HasFreshToken || (UnexpiredToken is not null && (_pending is not null || _metrics.Time.GetUtcNow() < _nextRefresh)))
                {
                    _metrics.CacheHit(Server);
                    return _token!;
                }

                isFirst = _pending is null;
                if (isFirst)
                    _metrics.CacheMissed(Server);
                pending = _pending ??= Task.Run(AcquireAsync, CancellationToken.None);
            }

            try
            {
                var token = await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
                // Waiting callers use the new token even if its lifetime is shorter than the buffer; otherwise each would acquire another one.
                if (!isFirst)
                    _metrics.CacheHit(Server);
                return token;
            }
            catch (DicomWebOAuthException) when (FindUnexpiredToken() is { } old)
            {
                if (!isFirst)
                    _metrics.CacheHit(Server);
                return old;
            }
            catch (DicomWebOAuthException) when (!isFirst)
            {
                // The first of the waiting callers to retry starts the next acquisition.
            }
        }
    }

    /// <summary>Removes a token that the server rejected from the cache. A newer token stays.</summary>
    public void Discard(AccessToken token)
    {
        lock (_lock)
        {
            if (_token == token)
                _token = null;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<AccessToken> AcquireAsync()
    {
        var started = _metrics.Time.GetTimestamp();
        AccessToken? token = null;
        try
        {
            token = await _pipeline.ExecuteAsync(async stop => await _client.AcquireAsync(_hadToken, stop).ConfigureAwait(false), _stop.Token).ConfigureAwait(false);
            _metrics.TokenAcquired(Server, _metrics.Time.GetElapsedTime(started));
            if (_outages.Succeeded(Server) is { } outage)
                _logger.TokenAcquisitionSucceeds(Server, outage.Failures, outage.Duration);
            return token;
        }
        catch (BrokenCircuitException open)
        {
            _metrics.CircuitRejected(Server);
            // Opening the circuit was logged as a warning; rejections may be thousands and are counted.
            var failure = new DicomWebOAuthException(ErrorCode.ProviderUnavailable, "No token was requested.") { IsTransient = true, RetryAfter = open.RetryAfter };
            _outages.Failed(Server, nameof(ErrorCode.ProviderUnavailable));
            throw Report(failure, LogLevel.Debug);
        }
        catch (DicomWebOAuthException failure)
        {
            _metrics.TokenAcquisitionFailed(Server, _metrics.Time.GetElapsedTime(started));
            throw Report(failure, _outages.Failed(Server, failure.Code) ? LogLevel.Warning : LogLevel.Debug);
        }
        finally
        {
            lock (_lock)
            {
                _pending = null;
                _token = token ?? _token;
                if (token is null)
                    _nextRefresh = _metrics.Time.GetUtcNow() + RefreshDelay;
                _hadToken |= token is not null;
            }
        }
    }

    private AccessToken? FindUnexpiredToken()
    {
        lock (_lock)
            return UnexpiredToken;
    }

    private DicomWebOAuthException Report(DicomWebOAuthException failure, LogLevel level)
    {
        _metrics.ErrorOccurred(Server, failure.Error);
        _logger.TokenAcquisitionFailed(level, Server, failure.Message);
        failure.IsReported = true;
        return failure;
    }

    private void OnCircuitChanged(BreakerState state)
    {
        Circuit = state;
        _metrics.CircuitChanged(Server, state);
        _logger.CircuitChanged(Server, state.ToString());
    }

    private void OnRetry(int retry, TimeSpan delay, Exception? failure)
    {
        _metrics.RetryStarted(Server);
        _logger.Retrying(Server, retry, delay, failure?.Message ?? "");
    }
}
