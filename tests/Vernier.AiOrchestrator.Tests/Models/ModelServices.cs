using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Models;
using Vernier.Services.Storage;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AiOrchestrator.Tests.Models;

/// <summary>The services of the folder Models, started as in an application, on a real database.</summary>
internal sealed class ModelServices : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private bool _isStopped;

    private ModelServices(ServiceProvider services) => _services = services;

    public ModelClient Client => _services.GetRequiredService<ModelClient>();

    public Budgets Budgets => _services.GetRequiredService<Budgets>();

    public CostLedger Ledger => _services.GetRequiredService<CostLedger>();

    public AiOrchestratorMetrics Metrics => _services.GetRequiredService<AiOrchestratorMetrics>();

    public required MetricRegistry Registry { get; init; }

    public required LogLines Logs { get; init; }

    /// <summary>The current values of the metrics.</summary>
    public ParsedExposition Scrape() => Registry.Scrape();

    public static async Task<ModelServices> StartAsync(TestDatabase database, ModelOptions options, TimeProvider? time = null, ModelAddress? address = null)
    {
        var registry = Scraping.NewRegistry(time);
        var services = new ServiceCollection();
        var logs = new LogLines();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton(database.Database);
        services.AddSingleton(database.Directory);
        services.AddSingleton(new AiOrchestratorMetrics(registry));
        services.AddSingleton(Options.Create(new AiOrchestratorOptions { Models = options }));
        if (address is not null)
            services.AddSingleton(address);
        ModelRegistration.AddServices(services);

        var started = new ModelServices(services.BuildServiceProvider()) { Registry = registry, Logs = logs };
        await database.Database.CreateTablesAsync(started._services.GetServices<TableScript>(), TestContext.Current.CancellationToken);
        foreach (var service in started._services.GetServices<IHostedService>())
            await service.StartAsync(TestContext.Current.CancellationToken);
        return started;
    }

    /// <summary>Stops the services as an application does.</summary>
    /// <param name="cancellation">Ends the time for an orderly shutdown.</param>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _isStopped = true;
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await StopAsync(new CancellationToken(canceled: true));
        await _services.DisposeAsync();
    }
}
