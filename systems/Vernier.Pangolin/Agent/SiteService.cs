using Microsoft.Extensions.Hosting;

namespace Vernier.Pangolin.Agent;

/// <summary>Runs a site while the application runs.</summary>
internal sealed class SiteService(PangolinSite site) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => site.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => site.StopAsync(cancellationToken);
}
