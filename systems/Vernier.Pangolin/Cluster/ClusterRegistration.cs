using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Jobs;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Cluster;

/// <summary>Registers the services of the connections between servers.</summary>
internal static class ClusterRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(ClusterStore.Tables);
        services.AddSingleton<ClusterStore>();
        services.AddSingleton<ServerIdentity>();
        services.AddSingleton<PeerLinks>();
        services.AddSingleton<ISiteLinkSource>(provider => provider.GetRequiredService<PeerLinks>());
        services.AddSingleton<PeerGate>();
        services.AddSingleton<PeerListener>();
        services.AddSingleton<SitePublisher>();
        services.AddSingleton<SiteCheck>();
        services.AddSingleton(provider => new JobDefinition(
            JobType.SiteCheck, SiteCheck.Interval, (_, cancellation) => provider.GetRequiredService<SiteCheck>().RunAsync(cancellation)));
        services.AddHostedService<ServerStarts>();
        services.AddHostedService<ClusterService>();
    }
}
