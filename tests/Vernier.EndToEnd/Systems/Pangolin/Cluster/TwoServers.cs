using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Tests;
using Vernier.Pangolin.Tunnels;
using Vernier.Testing;

namespace Vernier.EndToEnd.Systems.Pangolin.Cluster;

/// <summary>Two servers on one PostgreSQL database. The site <c>s-a</c> is connected to the first one.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    public const string SiteId = "s-a";

    private TwoServers(string connectionString, PangolinHost first, PangolinHost second, PangolinSite site) =>
        (ConnectionString, First, Second, Site) = (connectionString, first, second, site);

    public string ConnectionString { get; }

    /// <summary>The server with the tunnel.</summary>
    public PangolinHost First { get; }

    /// <summary>The server that forwards requests to the first one.</summary>
    public PangolinHost Second { get; }

    public PangolinSite Site { get; }

    public static async Task<TwoServers> StartAsync(string connectionString, params IEnumerable<string> targets)
    {
        var first = await StartServerAsync(connectionString);
        var second = await StartServerAsync(connectionString);
        await first.AddSiteAsync(SiteId);
        await second.Inventory.RefreshAsync(TestContext.Current.CancellationToken);
        var options = first.SiteOptions(SiteId, targets);
        options.FurtherServers = [second.Address];
        var site = await first.ConnectAsync(options);
        await Waiting.UntilAsync(() => LinkOf(second) is not null, "the second server knows where the site is connected");
        return new TwoServers(connectionString, first, second, site);
    }

    public static Task<PangolinHost> StartServerAsync(string connectionString, params IEnumerable<string> settings) => PangolinHost.StartAsync(
        ["cluster:port=0", "cluster:refresh_interval=00:00:00.2", "cluster:lease_duration=00:00:03", .. settings],
        pangolin: builder => builder.UsePostgres(connectionString));

    /// <summary>Returns the link of a server to the site; null if it has none.</summary>
    public static ISiteLink? LinkOf(PangolinHost host) => host.Services.GetRequiredService<SiteLinks>().Find(SiteId);

    /// <summary>Sends a request through the second server.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => SendAsync(Second, request);

    /// <summary>Sends a request through a server, as its proxy does.</summary>
    public static Task<HttpResponseMessage> SendAsync(PangolinHost host, HttpRequestMessage request) =>
        (LinkOf(host) ?? throw new HttpRequestException("The site is offline.")).Client.SendAsync(request, TestContext.Current.CancellationToken).WithTimeout();

    public static HttpRequestMessage To(string target, string path = "/", HttpMethod? method = null, HttpContent? content = null) =>
        new(method ?? HttpMethod.Get, "http://app.example.com" + path) { Headers = { { SiteProtocol.TargetHeader, target } }, Content = content };

    public async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await First.DisposeAsync();
    }
}
