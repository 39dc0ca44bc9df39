using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Pangolin.Jobs;

/// <summary>Registers the services of background jobs.</summary>
internal static class JobsRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(JobStore.Tables);
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobSignal>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<JobExecutor>();
        services.AddHostedService<JobRunner>();
    }
}
