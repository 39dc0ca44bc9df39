using Vernier.Host.Demo.Servers;
namespace Vernier.Host.Demo.LocalProvider;

/// <summary>The local models as a server, so that the proxy has real connections to them.</summary>
internal sealed class LocalProviderServer(TimeProvider time) : LoopbackServer
{
    private static readonly TimeSpan WordDelay = TimeSpan.FromMilliseconds(10);

    protected override void Map(WebApplication application) => new LocalRoutes(time, WordDelay).Map(application);
}
