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
/// Exposes the metrics on a separate port, for services without web routing, or to keep metrics off the public port. It responds like
/// <see cref="VernierEndpointRouteBuilderExtensions.MapMetrics"/>. Create it with
/// <see cref="StartAsync(MetricRegistry, MetricsServerOptions?, ILoggerFactory?, CancellationToken)"/>, or add it as a hosted service with
/// <c>AddMetricsServer</c>. Starting and stopping are not thread-safe; all other members are.
/// </summary>
public sealed class MetricsServer : IHostedService, IAsyncDisposable, IDisposable
{
    private readonly Exposer _exposer;
    private readonly TimeProvider _time;
    private readonly MetricsServerOptions _options;
    private readonly ILoggerFactory _loggers;
    private WebApplication? _app;
    private Uri? _url;

    /// <summary>Creates a server that does not listen yet.</summary>
    /// <param name="registry">The registry to expose.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="loggers">The logger factory; null for no logging.</param>
    /// <exception cref="OptionsValidationException">The options are invalid; the exception contains all errors.</exception>
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

    /// <summary>Gets the URL of the metrics with the actual port; the host is <c>localhost</c> if the server listens on all addresses.</summary>
    /// <exception cref="InvalidOperationException">The server is not started.</exception>
    public Uri Url => _url ?? throw new InvalidOperationException("The metrics server is not started.");

    /// <summary>Creates and starts a server. Dispose it to stop it.</summary>
    /// <param name="registry">The registry to expose.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="loggers">The logger factory; null for no logging.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <exception cref="OptionsValidationException">The options are invalid; the exception contains all errors.</exception>
    /// <exception cref="MetricsServerException">The port is in use or not allowed, or the address does not belong to this machine.</exception>
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

    /// <summary>Starts listening.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="InvalidOperationException">The server is already started.</exception>
    /// <exception cref="MetricsServerException">The port is in use or not allowed, or the address does not belong to this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            throw new InvalidOperationException("The metrics server is already started.");
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
                throw ListenFailure(exception);
            throw;
        }
        _url = ServerApplication.UrlOf(_app, _options.Path);
        ServerLog.Listening(_loggers.CreateLogger<MetricsServer>(), _url);
    }

    /// <summary>Stops listening. Responses in progress have five seconds to complete.</summary>
    /// <param name="cancellationToken">Aborts them.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            await _app.StopAsync(cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops listening and aborts responses in progress.</summary>
    public async ValueTask DisposeAsync()
    {
        var app = _app;
        _app = null;
        _url = null;
        if (app is not null)
            await app.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Calls <see cref="DisposeAsync"/> and waits for its completion.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private MetricsServerException ListenFailure(Exception cause)
    {
        var reason = cause.InnerException is AddressInUseException
            ? "the port is in use; set another Port in MetricsServerOptions, or 0 for any free port"
            : $"{cause.Message.TrimEnd('.')}; check Address and Port in MetricsServerOptions";
        return new MetricsServerException($"The metrics server cannot listen on {_options.Address} port {_options.Port}: {reason}.", _options.Address, _options.Port, cause);
    }
}
