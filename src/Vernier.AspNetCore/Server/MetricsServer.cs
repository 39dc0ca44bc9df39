using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Endpoints;
using Vernier.Exposition;

namespace Vernier.AspNetCore.Server;

/// <summary>
/// Shows the metrics on a port of its own, for applications that serve no HTTP or keep their metrics apart. It answers as
/// <see cref="VernierEndpointRouteBuilderExtensions.MapMetrics"/> does. Make it with <see cref="StartAsync(MetricRegistry, MetricsServerOptions?, ILoggerFactory?, CancellationToken)"/>,
/// or as a hosted service. Starting and stopping are not thread-safe; all else is.
/// </summary>
public sealed class MetricsServer : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly Exposer _exposer;
    private readonly TimeProvider _time;
    private readonly MetricsServerOptions _options;
    private readonly ILoggerFactory _loggers;
    private WebApplication? _app;
    private Uri? _url;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="registry">What is exposed.</param>
    /// <param name="options">Where and to whom; null for the defaults.</param>
    /// <param name="loggers">Where it logs to; null for nowhere.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; the exception has all mistakes.</exception>
    public MetricsServer(MetricRegistry registry, MetricsServerOptions? options = null, ILoggerFactory? loggers = null)
        : this(registry, new Exposer(registry), options, loggers)
    {
    }

    internal MetricsServer(MetricRegistry registry, Exposer exposer, MetricsServerOptions? options, ILoggerFactory? loggers)
    {
        _exposer = exposer;
        _time = registry.TimeProvider;
        _options = options ?? new MetricsServerOptions();
        _loggers = loggers ?? NullLoggerFactory.Instance;
        var result = new MetricsServerOptionsValidator().Validate(null, _options);
        if (result.Failed)
            throw new OptionsValidationException(Options.DefaultName, typeof(MetricsServerOptions), result.Failures);
    }

    /// <summary>The URL of the metrics, with the port that it really listens on; <c>localhost</c> stands for all addresses.</summary>
    /// <exception cref="InvalidOperationException">The server is not started.</exception>
    public Uri Url => _url ?? throw new InvalidOperationException("The metrics server is not started.");

    /// <summary>Starts a server, to be disposed.</summary>
    /// <param name="registry">What is exposed.</param>
    /// <param name="options">Where and to whom; null for the defaults.</param>
    /// <param name="loggers">Where it logs to; null for nowhere.</param>
    /// <param name="cancellation">Gives the start up.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; the exception has all mistakes.</exception>
    /// <exception cref="MetricsServerException">It cannot listen there: the port is in use, not allowed, or the address not this machine's.</exception>
    public static async Task<MetricsServer> StartAsync(
        MetricRegistry registry,
        MetricsServerOptions? options = null,
        ILoggerFactory? loggers = null,
        CancellationToken cancellation = default)
    {
        var server = new MetricsServer(registry, options, loggers);
        await server.StartAsync(cancellation).ConfigureAwait(false);
        return server;
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="InvalidOperationException">The server is started.</exception>
    /// <exception cref="MetricsServerException">It cannot listen there: the port is in use, not allowed, or the address not this machine's.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            throw new InvalidOperationException("The metrics server is started already.");
        try
        {
            var address = await ListenAddress.ResolveAsync(_options.Address, cancellationToken).ConfigureAwait(false);
            _app = ServerApplication.Build(_options, address, new MetricsEndpoint(_exposer, _time, _loggers.CreateLogger<MetricsEndpoint>()), _loggers);
            await _app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await DisposeAsync().ConfigureAwait(false);
            if (exception is IOException or SocketException)
                throw CannotListen(exception);
            throw;
        }
        _url = ServerApplication.UrlOf(_app, _options.Path);
        ServerLog.Listening(_loggers.CreateLogger<MetricsServer>(), _url);
    }

    /// <summary>Stops listening; answers that are under way have five seconds to end.</summary>
    /// <param name="cancellationToken">Ends them now.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            await _app.StopAsync(cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops listening, and ends answers that are under way.</summary>
    public async ValueTask DisposeAsync()
    {
        var app = _app;
        _app = null;
        _url = null;
        if (app is not null)
            await app.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>As <see cref="DisposeAsync"/>, and waits for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private MetricsServerException CannotListen(Exception cause)
    {
        var why = cause.InnerException is AddressInUseException
            ? "the port is in use; choose another Port in MetricsServerOptions, or 0 for any free one"
            : $"{cause.Message.TrimEnd('.')}; see Address and Port in MetricsServerOptions";
        return new MetricsServerException($"The metrics server cannot listen on {_options.Address} port {_options.Port}: {why}.", _options.Address, _options.Port, cause);
    }
}
