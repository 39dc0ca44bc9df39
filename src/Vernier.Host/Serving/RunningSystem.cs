using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Security;
using Vernier.Forwarding;
using Vernier.Host.Configuration;

namespace Vernier.Host.Serving;

/// <summary>A system and its application.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    private readonly ISystemModule _module;
    private readonly WebApplication _application;
    private readonly IPEndPoint _endpoint;
    private bool _isStarting;

    private RunningSystem(ISystemModule module, WebApplication application, IPEndPoint endpoint)
    {
        _module = module;
        _application = application;
        _endpoint = endpoint;
        _application.Urls.Add($"http://{endpoint}");
    }

    public string Name => _module.Name;

    public IReadOnlyList<SystemLink> Links => _module.Links(_application.Services);

    /// <summary>The address after startup.</summary>
    public Uri Address => new(_application.Urls.Single());

    /// <summary>Creates the application. Returns null after adding the errors of its configuration.</summary>
    /// <exception cref="StartException">The environment prevents the start of the system.</exception>
    public static RunningSystem? Create(ISystemModule module, HostConfiguration configuration, HostSettings host, HostedSystems systems, List<string> errors)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Vernier.Host" });
        builder.Configuration.AddConfiguration(configuration.Root);
        builder.WebHost.UseKestrel();
        builder.Services.AddRouting();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        // The host reports a failed start in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // Invalid calls of hub clients are not errors of the host. Unexpected ones are logged by the hub.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Critical);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        if (host.Logging is { } logging && logging.Exists())
            builder.Logging.AddConfiguration(logging);
        else
            builder.Logging.SetMinimumLevel(LogLevel.Warning);

        module.AddServices(builder.Services, configuration.Root.GetSection($"systems:{module.Name}"), configuration, systems);
        if (host.Demo)
            module.AddDemo(builder.Services);
        var application = builder.Build();
        try
        {
            var endpoint = new IPEndPoint(host.Address, module.Port(application.Services));
            application.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = exception => RequestFraming.StatusOf(exception) ?? StatusCodes.Status500InternalServerError });
            application.UseStatusCodePages();
            module.Map(application);
            return new RunningSystem(module, application, endpoint);
        }
        catch (OptionsValidationException exception)
        {
            errors.AddRange(exception.Failures);
            return null;
        }
        catch (Exception exception) when (module.StartError(exception) is { } error)
        {
            throw new StartException($"{module.Name}: {error}");
        }
    }

    /// <summary>Starts the application.</summary>
    /// <exception cref="StartException">The port is in use, the port or the address is not allowed, or the environment prevents the start of the system.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            // StopAsync of an application whose services cannot be created throws an unrelated exception.
            _ = _application.Services.GetServices<IHostedService>();
            _isStarting = true;
            await _application.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartException($"{Name}: port {_endpoint.Port} is in use; set another port in systems:{Name}:port.");
        }
        catch (SocketException exception)
        {
            throw new StartException($"{Name}: cannot listen on {_endpoint}: {exception.Message}; check address and systems:{Name}:port.");
        }
        catch (RemoteAccessException exception)
        {
            throw new StartException($"{Name}: {exception.Message}");
        }
        catch (Exception exception) when (_module.StartError(exception) is { } error)
        {
            throw new StartException($"{Name}: {error}");
        }
    }

    /// <summary>Waits until the application stops, which happens when a background service fails.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _application.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_isStarting)
            await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>A system cannot start because of its environment. The message is a single line for the operator.</summary>
internal sealed class StartException(string message) : Exception(message);
