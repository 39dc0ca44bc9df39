using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Certificates;

/// <summary>Serves challenges on a dedicated port, if one is configured. All other requests get 404.</summary>
internal sealed partial class ChallengeListener(PangolinSettings settings, ChallengeResponder responder, ILoggerFactory loggers, ILogger<ChallengeListener> logger)
    : IHostedService, IAsyncDisposable
{
    private WebApplication? _application;

    /// <summary>The port; null if no listener is configured or started.</summary>
    public int? Port { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Initial.Certificates.Acme?.ChallengePort is not { } port)
            return;
        var address = IPAddress.Parse(settings.Initial.Address);
        // Empty, because the configuration of the application must not apply here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, port);
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        _application = builder.Build();
        _application.Run(RespondAsync);
        try
        {
            await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new PangolinException($"Cannot listen for ACME challenges on {address}:{port}: {exception.Message} Set another certificates: acme: challenge_port.", exception);
        }
        var bound = _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Port = BindingAddress.Parse(bound).Port;
        LogListening(bound);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RespondAsync(HttpContext http)
    {
        if (!await responder.TryRespondAsync(http).ConfigureAwait(false))
            await ErrorResponse.WriteAsync(http, StatusCodes.Status404NotFound, "This port serves only the challenges of an ACME server.").ConfigureAwait(false);
    }

    [LoggerMessage(1, LogLevel.Information, "Serving ACME challenges on {Address}.")]
    private partial void LogListening(string address);
}
