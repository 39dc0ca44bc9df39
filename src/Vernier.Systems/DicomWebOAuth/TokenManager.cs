using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Vernier.Systems.DicomWebOAuth.Errors;
using Vernier.Systems.DicomWebOAuth.Resilience;
using Vernier.Systems.DicomWebOAuth.Servers;
using Vernier.Systems.DicomWebOAuth.Tokens;

namespace Vernier.Systems.DicomWebOAuth;

/// <summary>
/// Has the token of one server in memory and renews it in time. However many callers want one at once, one request is made; when it fails, its
/// first caller is told, and of the others one makes the next; but while the old token lives, all get that. A request goes on when its caller goes
/// away: others may wait for it, or come. Thread-safe.
/// </summary>
internal sealed class TokenManager : IDisposable
{
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

    public TokenManager(string server, DicomWebServerOptions options, TokenClient client, DicomWebOAuthMetrics metrics, ILogger logger)
    {
        Server = server;
        Options = options;
        _client = client;
        _metrics = metrics;
        _logger = logger;
        _buffer = TimeSpan.FromSeconds(options.TokenRefreshBufferSeconds);
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

    /// <summary>The token in memory while it lives, also when it is to be renewed.</summary>
    private AccessToken? LivingToken
    {
        get
        {
            lock (_lock)
                return _token?.IsValid(_metrics.Time.GetUtcNow(), TimeSpan.Zero) == true ? _token : null;
        }
    }

    private bool HasValidToken => _token?.IsValid(_metrics.Time.GetUtcNow(), _buffer) == true;

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
                if (HasValidToken)
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
                AccessToken token = await pending.WaitAsync(cancellation).ConfigureAwait(false);
                // Who waited takes the new token even when it lives no longer than the buffer: otherwise each would ask for one of its own.
                if (!isFirst)
                    _metrics.CacheHit(Server);
                return token;
            }
            catch (DicomWebOAuthException) when (LivingToken is { } old)
            {
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
        long started = _metrics.Time.GetTimestamp();
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
            // That the circuit opened is in the log, and each request that this costs will be.
            _metrics.Failed(Server, ErrorCode.ProviderUnavailable);
            throw new DicomWebOAuthException(ErrorCode.ProviderUnavailable, "The token endpoint is not asked.") { IsTransient = true, RetryAfter = open.RetryAfter };
        }
        catch (DicomWebOAuthException failure)
        {
            _metrics.TokenAcquisitionFailed(Server, _metrics.Time.GetElapsedTime(started));
            _metrics.Failed(Server, failure.Error);
            _logger.NoToken(Server, failure.Message);
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _pending = null;
                _token = token ?? _token;
                _hadToken |= token is not null;
            }
        }
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
