using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Extensions;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Pangolin.Tunnels;
using Vernier.Pangolin.WireGuard;
using Vernier.Services;
using Vernier.Services.Storage;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Pangolin.Tests;

/// <summary>A Pangolin server on a real Kestrel on loopback, with metrics and a SQLite file in a temporary folder.</summary>
internal sealed class PangolinHost : IAsyncDisposable
{
    /// <summary>The secret of the sites that <see cref="AddSiteAsync"/> creates.</summary>
    public const string Secret = "correct-horse-battery-staple";

    private readonly WebApplication _application;
    private readonly TemporaryFolder? _ownedFolder;
    private readonly List<PangolinSite> _sites = [];
    private bool _isDisposed;

    private PangolinHost(WebApplication application, LogLines logs, string folder, TemporaryFolder? ownedFolder)
    {
        _application = application;
        _ownedFolder = ownedFolder;
        Logs = logs;
        Folder = folder;
        Address = new Uri(application.Urls.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    /// <summary>The data directory.</summary>
    public string Folder { get; }

    /// <summary>The address of the page, the API and the tunnels.</summary>
    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Everything that was logged by the server and by its sites, from the level Debug.</summary>
    public LogLines Logs { get; }

    public IServiceProvider Services => _application.Services;

    public TunnelHub Hub => Services.GetRequiredService<TunnelHub>();

    public SiteStates States => Services.GetRequiredService<SiteStates>();

    public SiteInventory Inventory => Services.GetRequiredService<SiteInventory>();

    /// <summary>Starts a server. Its proxy and its metrics use any free ports.</summary>
    /// <param name="settings">Settings such as <c>tunnels:ping_interval=00:00:01</c>, which override the defaults of the fixture; an empty value removes one.</param>
    /// <param name="configure">Replaces services, such as <see cref="TimeProvider"/>. It runs before AddPangolin.</param>
    /// <param name="folder">The data directory, to start again with the same state. Default: a temporary folder that is deleted at the end.</param>
    /// <param name="pangolin">Configures the server, for example with UsePostgres.</param>
    /// <param name="certificate">Serves https with this certificate. Default: http.</param>
    /// <param name="application">Adds middleware or endpoints before those of the server.</param>
    /// <param name="port">The port of the page, the API and the tunnels. Default: any free port.</param>
    public static async Task<PangolinHost> StartAsync(
        IEnumerable<string>? settings = null,
        Action<IServiceCollection>? configure = null,
        string? folder = null,
        Action<PangolinBuilder>? pangolin = null,
        X509Certificate2? certificate = null,
        Action<WebApplication>? application = null,
        int port = 0)
    {
        var ownedFolder = folder is null ? new TemporaryFolder() : null;
        folder ??= ownedFolder!.Combine("data");
        var logs = new LogLines();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.AddRouting();
        configure?.Invoke(builder.Services);
        var added = builder.Services.AddPangolin(Section([$"data_directory={folder}", "metrics:enabled=true", "metrics:port=0", "proxy:port=0", .. settings ?? []]));
        pangolin?.Invoke(added);
        var app = builder.Build();
        try
        {
            application?.Invoke(app);
            app.MapPangolin();
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new PangolinHost(app, logs, folder, ownedFolder);
        }
        catch
        {
            await app.DisposeAsync();
            ownedFolder?.Dispose();
            throw;
        }
    }

    /// <summary>Creates a site with <see cref="Secret"/>.</summary>
    public async Task AddSiteAsync(string id, string region = "", string secret = Secret)
    {
        var added = await Services.GetRequiredService<Database>().WriteAsync(session => InventoryStore.AddAsync(session, new Site
        {
            Id = id,
            Name = id,
            Region = region,
            SecretHash = TextHash.Of(secret),
            Created = 1,
        }), TestContext.Current.CancellationToken);
        added.ShouldBeTrue();
        await Inventory.RefreshAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Changes the region and the secret of a site.</summary>
    public async Task UpdateSiteAsync(string id, string region, string secret)
    {
        await Services.GetRequiredService<Database>().WriteAsync(session => InventoryStore.UpdateAsync(
            session, Inventory.Current.Sites[id] with { Region = region, SecretHash = TextHash.Of(secret) }), TestContext.Current.CancellationToken);
        await Inventory.RefreshAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Deletes a site without resources.</summary>
    public async Task DeleteSiteAsync(string id)
    {
        await Services.GetRequiredService<Database>().WriteAsync(
            session => InventoryStore.DeleteSiteAsync(session, id), TestContext.Current.CancellationToken);
        await Inventory.RefreshAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Creates a resource.</summary>
    public async Task AddResourceAsync(Resource resource)
    {
        var added = await Services.GetRequiredService<Database>().WriteAsync(
            session => InventoryStore.AddAsync(session, resource), TestContext.Current.CancellationToken);
        added.ShouldBeTrue();
        await Inventory.RefreshAsync(TestContext.Current.CancellationToken);
        await Services.GetRequiredService<SignInPolicies>().RefreshAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Creates a client with <see cref="Secret"/> that can reach resources directly.</summary>
    public async Task AddClientAsync(string id, params IReadOnlyList<string> resources)
    {
        var client = new ClientAccount { Id = id, Name = id, SecretHash = TextHash.Of(Secret), Created = 1, Resources = resources };
        (await Services.GetRequiredService<ClientStore>().AddAsync(client, TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    /// <summary>Creates an HTTP resource with one target.</summary>
    public Task AddResourceAsync(string id, string siteId, string host, string target, string? healthPath = null) => AddResourceAsync(new Resource
    {
        Id = id,
        Name = id,
        SiteId = siteId,
        Kind = ResourceKind.Http,
        Host = host,
        Targets = [new Target(target, 1, false, healthPath)],
    });

    /// <summary>Returns options of a site of this server that reconnects quickly.</summary>
    /// <param name="id">The site.</param>
    /// <param name="targets">Targets such as <c>web=http://127.0.0.1:8000</c>.</param>
    public PangolinSiteOptions SiteOptions(string id, params IEnumerable<string> targets)
    {
        var options = new PangolinSiteOptions { Server = Address, Id = id, Secret = Secret, InitialBackoff = TimeSpan.FromSeconds(0.1) };
        foreach (var target in targets)
            options.Targets.Add(target.Split('=')[0], target.Split('=', 2)[1]);
        return options;
    }

    /// <summary>Starts a site of this server and waits until both sides know that it is connected. The host disposes it, unless the caller does.</summary>
    public async Task<PangolinSite> ConnectAsync(PangolinSiteOptions options, TimeProvider? time = null)
    {
        var site = await StartSiteAsync(options, time);
        await site.WhenConnectedAsync(TestContext.Current.CancellationToken).WithTimeout();
        await Waiting.UntilAsync(() => Hub.Find(options.Id) is not null, $"site {options.Id} is connected");
        return site;
    }

    /// <summary>Starts a site. The host disposes it, unless the caller does.</summary>
    public async Task<PangolinSite> StartSiteAsync(PangolinSiteOptions options, TimeProvider? time = null)
    {
        var site = new PangolinSite(options, Services.GetRequiredService<ILoggerFactory>(), time);
        _sites.Add(site);
        await site.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    /// <summary>Creates a site, and connects it with its targets.</summary>
    public async Task<PangolinSite> ConnectAsync(string id, params IEnumerable<string> targets)
    {
        if (!Inventory.Current.Sites.ContainsKey(id))
            await AddSiteAsync(id);
        return await ConnectAsync(SiteOptions(id, targets));
    }

    /// <summary>Returns the value of a series.</summary>
    public double Metric(string name, params IEnumerable<(string Name, string Value)> labels) => Scrape().Value(name, [.. labels]);

    public ParsedExposition Scrape() => Services.GetRequiredService<MetricRegistry>().Scrape();

    /// <summary>Stops the server in an orderly way, as SIGTERM does.</summary>
    public Task StopAsync(CancellationToken cancellation) => _application.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Client.Dispose();
        foreach (var site in _sites)
            await site.DisposeAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
        _ownedFolder?.Dispose();
    }

    /// <summary>The last value of a duplicate key wins; an empty one removes the key.</summary>
    private static IConfigurationSection Section(IEnumerable<string> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).GroupBy(s => s[0]).Select(s => KeyValuePair.Create("systems:pangolin:" + s.Key, (string?)s.Last()[1])).Where(s => s.Value!.Length > 0))
        .Build()
        .GetSection("systems:pangolin");
}
