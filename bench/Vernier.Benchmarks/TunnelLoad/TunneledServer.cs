using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Proxy;
using Vernier.Services;
using Vernier.Services.Storage;

namespace Vernier.Benchmarks.TunnelLoad;

/// <summary>A Pangolin server with metrics, and a site that publishes one backend through a WebSocket tunnel over loopback; both in this process.</summary>
internal sealed class TunneledServer : IAsyncDisposable
{
    public const string Host = "app.example.test";

    private readonly DirectoryInfo _folder;
    private readonly WebApplication _server;
    private readonly PangolinSite _site;

    private TunneledServer(DirectoryInfo folder, WebApplication server, PangolinSite site) => (_folder, _server, _site) = (folder, server, site);

    public Uri ProxyAddress => _server.Services.GetRequiredService<ProxyServer>().Address;

    public static async Task<TunneledServer> StartAsync(Uri backend)
    {
        var folder = Directory.CreateTempSubdirectory("vernier-tunnel-");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddRouting();
        builder.Services.AddPangolin(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["pangolin:data_directory"] = Path.Combine(folder.FullName, "data"),
            ["pangolin:proxy:port"] = "0",
            ["pangolin:metrics:port"] = "0",
        }).Build().GetSection("pangolin"));
        var server = builder.Build();
        server.MapPangolin();
        await server.StartAsync();
        await AddResourceAsync(server.Services);
        var options = new PangolinSiteOptions { Server = new Uri(server.Urls.First()), Id = "s-a", Secret = "correct-horse-battery-staple" };
        options.Targets.Add("b0", backend.ToString());
        var site = new PangolinSite(options, server.Services.GetRequiredService<ILoggerFactory>());
        await site.StartAsync(CancellationToken.None);
        await site.WhenConnectedAsync(CancellationToken.None);
        return new TunneledServer(folder, server, site);
    }

    /// <summary>Returns the sum of the series of a family that have a label value, or of all.</summary>
    public double Sum(string name, string label = "") => _server.Services.GetRequiredService<MetricRegistry>().ToText().Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is '{' or ' ' && line.Contains(label, StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _server.StopAsync();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task AddResourceAsync(IServiceProvider services)
    {
        await services.GetRequiredService<Database>().WriteAsync(async session =>
        {
            await InventoryStore.AddAsync(session, new Site { Id = "s-a", Name = "s-a", SecretHash = TextHash.Of("correct-horse-battery-staple") });
            return await InventoryStore.AddAsync(session, new Resource { Id = "web", Name = "web", SiteId = "s-a", Kind = ResourceKind.Http, Host = Host, Targets = [new Target("b0", 1, false, null)] });
        }, CancellationToken.None);
        await services.GetRequiredService<SiteInventory>().RefreshAsync(CancellationToken.None);
    }
}
