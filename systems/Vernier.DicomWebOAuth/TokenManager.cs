using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Resilience;
using Vernier.DicomWebOAuth.Servers;
using Vernier.DicomWebOAuth.Tokens;

namespace Vernier.DicomWebOAuth;

/// <summary>
/// Has the token of one server in memory and renews it in time. However many callers want one at once, one request is made; when it fails, its
/// first caller is told, and of the others one makes the next. As long as the old token lives, nobody but the first waits for a renewal, and a failed one is
/// nobody's failure: the old one goes on, and the next attempt waits for a moment. A request goes on when its caller goes away: others may wait for it, or come. Thread-safe.
/// </summary>
internal sealed class TokenManager : IDisposable
{
    /// <summary>After a failed renewal, while the old token lives: every request would ask again otherwise, and wait for the failure.</summary>
    private static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(10);

    private readonly TokenClient _client;
    private readonly DicomWebOAuthMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeSpan _buffer;
    private readonly ResiliencePipeline _pipeline;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private AccessToken? _token;
    private Task<AccessToken>? _pending;
    private bool _hadToken;
    private DateTimeOffset _nextRenewal;

    public TokenManager(string server, DicomWebServerOptions options, TokenClient client, DicomWebOAuthMetrics metrics, ILogger logger)
    {
        Server = server;
        Options = options;
        _client = client;
        _metrics = metrics;
        _logger = logger;
        _buffer = options.TokenRefreshBuffer;
        metrics.ServerConfigured(server);
        _pipeline = TokenResilience.Create(options.ResilienceConfig, metrics.Time, OnCircuitChanged, OnRetry);
    }

    public string Server { get; }

    public DicomWebServerOptions Options { get; }

    public BreakerState Circuit { get; private set; }

    /// <summary>Whether there is a token, and whether it is good for one more request.</summary>
    public (bool HasToken, bool IsValid) Cache
    {
        get
        {
            lock (_lock)
                return (_token is not null, HasValidToken);
        }
    }

    private bool HasValidToken => _token?.IsValid(_metrics.Time.GetUtcNow(), _buffer) == true;

    private AccessToken? LivingToken => _token?.IsValid(_metrics.Time.GetUtcNow(), TimeSpan.Zero) == true ? _token : null;

    /// <summary>The token, from memory or a new one.</summary>
    /// <exception cref="DicomWebOAuthException">There is none.</exception>
    public async ValueTask<AccessToken> GetAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task<AccessToken> pending;
            bool isFirst;
            lock (_lock)
            {
                if (HasValidToken || (LivingToken is not null && (_pending is not null || _metrics.Time.GetUtcNow() < _nextRenewal)))
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
                var token = await pending.WaitAsync(cancellation).ConfigureAwait(false);
                // Who waited takes the new token even when it lives no longer than the buffer: otherwise each would ask for one of its own.
                if (!isFirst)
                    _metrics.CacheHit(Server);
                return token;
            }
            catch (DicomWebOAuthException) when (Living() is { } old)
            {
                if (!isFirst)
                    _metrics.CacheHit(Server);
                return old;
            }
            catch (DicomWebOAuthException) when (!isFirst)
            {
                // The next one to look finds nobody asking, and asks.
            }
        }
    }

    /// <summary>The server did not take a token: it is not used again. Another one, which has come meanwhile, stays.</summary>
    public void Refuse(AccessToken token)
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
            return token;
        }
        catch (BrokenCircuitException open)
        {
            _metrics.CircuitRejected(Server);
            // That the circuit is open was logged when it opened; the requests that come meanwhile may be thousands, and are counted.
            var failure = new DicomWebOAuthException(ErrorCode.ProviderUnavailable, "The token endpoint is not asked.") { IsTransient = true, RetryAfter = open.RetryAfter };
            throw Failed(failure, LogLevel.Debug);
        }
        catch (DicomWebOAuthException failure)
        {
            _metrics.TokenAcquisitionFailed(Server, _metrics.Time.GetElapsedTime(started));
            throw Failed(failure, LogLevel.Warning);
        }
        finally
        {
            lock (_lock)
            {
                _pending = null;
                _token = token ?? _token;
                if (token is null)
                    _nextRenewal = _metrics.Time.GetUtcNow() + RenewalPause;
                _hadToken |= token is not null;
            }
        }
    }

    private AccessToken? Living()
    {
        lock (_lock)
            return LivingToken;
    }

    private DicomWebOAuthException Failed(DicomWebOAuthException failure, LogLevel level)
    {
        _metrics.Failed(Server, failure.Error);
        _logger.NoToken(level, Server, failure.Message);
        failure.IsLogged = true;
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
        _metrics.Retried(Server);
        _logger.Retrying(Server, delay, retry, failure?.Message ?? "");
    }
}
