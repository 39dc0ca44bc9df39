using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Vernier.Host.Configuration;

namespace Vernier.Host.Serving;

/// <summary>A system's application, from its making to its end.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    private readonly ISystemModule _module;
    private readonly WebApplication _application;
    private readonly IPEndPoint _endpoint;

    private RunningSystem(ISystemModule module, WebApplication application, IPEndPoint endpoint)
    {
        _module = module;
        _application = application;
        _endpoint = endpoint;
        _application.Urls.Add($"http://{endpoint}");
    }

    public string Name => _module.Name;

    public IReadOnlyList<SystemLink> Links => _module.Links(_application.Services);

    /// <summary>Where it listens, once it is started.</summary>
    public Uri Address => new(_application.Urls.Single());

    /// <summary>Makes the application; what is wrong with its configuration is added to the mistakes, and then there is none.</summary>
    public static RunningSystem? Create(ISystemModule module, IConfigurationRoot configuration, HostSettings host, List<string> mistakes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Vernier.Host" });
        builder.Configuration.AddConfiguration(configuration);
        builder.WebHost.UseKestrel();
        builder.Services.AddRouting();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        // That an application could not start is told by whoever starts it, in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        if (host.Logging is { } logging && logging.Exists())
            builder.Logging.AddConfiguration(logging);
        else
            builder.Logging.SetMinimumLevel(LogLevel.Warning);

        module.AddServices(builder.Services, configuration.GetSection($"systems:{module.Name}"), configuration);
        if (host.Demo)
            module.AddDemo(builder.Services);
        var application = builder.Build();
        try
        {
            var endpoint = new IPEndPoint(host.Address, module.Port(application.Services));
            application.UseExceptionHandler();
            application.UseStatusCodePages();
            module.Map(application);
            return new RunningSystem(module, application, endpoint);
        }
        catch (OptionsValidationException exception)
        {
            mistakes.AddRange(exception.Failures);
            return null;
        }
    }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="StartException">The port is in use, or it or the address may not be used.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _application.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartException($"{Name}: port {_endpoint.Port} is in use; systems:{Name}:port sets another one.");
        }
        catch (SocketException exception)
        {
            throw new StartException($"{Name}: cannot listen on {_endpoint}: {exception.Message}; address and systems:{Name}:port set others.");
        }
    }

    /// <summary>Ends when the system has stopped by itself, which it does when a part of it fails for good.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _application.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
