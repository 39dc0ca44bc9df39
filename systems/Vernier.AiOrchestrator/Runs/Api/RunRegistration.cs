using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Runs.Pipeline;
using Vernier.AiOrchestrator.Runs.Store;

namespace Vernier.AiOrchestrator.Runs.Api;

/// <summary>Registers the services and maps the routes of runs.</summary>
internal static class RunRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(RunTables.Script);
        services.AddSingleton<EventLog>();
        services.AddSingleton<RunSignals>();
        services.AddSingleton<RunEvents>();
        services.AddSingleton<RunQueue>();
        services.AddSingleton<RunLifecycle>();
        services.AddSingleton<RunRules>();
        services.AddSingleton<RunInterrupts>();
        services.AddSingleton<RunService>();
        services.AddSingleton<RunVisibility>(provider => provider.GetRequiredService<RunService>().GetAsync);

        services.AddSingleton<StorageRetry>();
        services.AddSingleton<RunInputs>();
        services.AddSingleton<RunPlanner>();
        services.AddSingleton<StepResults>();
        services.AddSingleton<StepRunner>();
        services.AddSingleton<GraftResults>();
        services.AddSingleton<GraftRunner>();
        services.AddSingleton<RunExecution>();
        services.AddHostedService<RunEventPoller>();
        services.AddHostedService<RunCleanup>();
        services.AddHostedService<RunWorker>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        RunEndpoints.Map(endpoints);
        InterruptEndpoints.Map(endpoints);
    }
}
