using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Certificates.Acme;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Jobs;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Certificates;

/// <summary>
/// The database, the inventory and the certificates of a server, with a TLS listener that selects certificates. The test runs the job
/// <c>cert_renewal</c> with <see cref="RunJobsAsync"/>.
/// </summary>
internal sealed class CertificateApp : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _hosted = [];
    private WebApplication? _listener;

    private CertificateApp(IReadOnlyDictionary<string, string?> settings, TimeProvider time, string? connectionString)
    {
        var keys = new Dictionary<string, string?> { ["pangolin:data_directory"] = _folder.Combine("data"), ["pangolin:metrics:port"] = "0" };
        foreach (var (key, value) in settings.Where(setting => setting.Value is not null))
            keys[$"pangolin:{key}"] = value;
        var section = new ConfigurationBuilder().AddInMemoryCollection(keys).Build().GetSection("pangolin");
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSingleton(time);
        services.AddSingleton<IHostApplicationLifetime, ApplicationLifetime>();
        var builder = services.AddPangolin(section);
        if (connectionString is not null)
            builder.UsePostgres(connectionString);
        _services = services.BuildServiceProvider();
    }

    public LogLines Log { get; } = new();

    public IServiceProvider Services => _services;

    public string DataFolder => _folder.Combine("data");

    /// <summary>The port of the challenge listener, which must be configured.</summary>
    public int ChallengePort => Get<ChallengeListener>().Port!.Value;

    public ServerCertificates Certificates => Get<ServerCertificates>();

    public static async Task<CertificateApp> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, TimeProvider? time = null, string? connectionString = null)
    {
        var app = new CertificateApp(settings ?? new Dictionary<string, string?>(), time ?? TimeProvider.System, connectionString);
        try
        {
            await app.StartServicesAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task AddResourceAsync(string id, string host)
    {
        await Get<Database>().WriteAsync(async session =>
        {
            await InventoryStore.AddAsync(session, new Site { Id = "s-a", Name = "Site" });
            await InventoryStore.AddAsync(session, new Resource { Id = id, Name = id, SiteId = "s-a", Host = host });
        }, TestContext.Current.CancellationToken);
        await Get<SiteInventory>().RefreshAsync(TestContext.Current.CancellationToken);
    }

    public async Task RemoveResourceAsync(string id)
    {
        await Get<Database>().WriteAsync(session => InventoryStore.DeleteResourceAsync(session, id), TestContext.Current.CancellationToken);
        await Get<SiteInventory>().RefreshAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Removes a table, so that reading the resources fails.</summary>
    public Task BreakDatabaseAsync() => Get<Database>().WriteAsync(session => session.ExecuteAsync("DROP TABLE pangolin_targets"), TestContext.Current.CancellationToken);

    /// <summary>Runs the job that requests what is due, and then each requested job. Returns the messages of those that failed.</summary>
    public async Task<IReadOnlyList<string>> RunJobsAsync()
    {
        var renewal = Get<CertificateRenewal>();
        await renewal.RunAsync("", TestContext.Current.CancellationToken);
        var errors = new List<string>();
        foreach (var host in Get<SiteInventory>().Current.ByHost.Keys.Order())
        {
            try
            {
                await renewal.RunAsync(host, TestContext.Current.CancellationToken);
            }
            catch (AcmeException exception)
            {
                errors.Add(exception.Message);
            }
        }
        return errors;
    }

    /// <summary>Returns the hosts that wait in the queue.</summary>
    public async Task<IReadOnlyList<string>> QueuedHostsAsync() =>
        [.. (await Get<JobQueue>().ListAsync(100, TestContext.Current.CancellationToken)).Where(job => job.State == JobState.Pending).Select(job => job.Argument)];

    public CertificateInfo Info(string name) => Certificates.List().Single(info => info.Name == name);

    /// <summary>Returns the thumbprint of the certificate for a host; null if there is none.</summary>
    public string? ThumbprintOf(string host) => Certificates.Select(host)?.Thumbprint;

    /// <summary>Returns why the last attempt for a host failed; null if it succeeded.</summary>
    public string? ErrorOf(string host) => Info(host).Error;

    /// <summary>Returns when the next attempt for a host is due.</summary>
    public DateTimeOffset? NextAttemptOf(string host) => Info(host).NextAttempt;

    /// <summary>Returns the number of events of a host.</summary>
    public double? Events(string host, string happened) => Value($"pangolin_acme_cert_events_total{{domain=\"{host}\",event=\"{happened}\"}}");

    /// <summary>Returns the certificates of the issuers that are sent for a host.</summary>
    public X509Certificate2Collection IssuersOf(string host) => [.. Certificates.SelectContext(host)!.IntermediateCertificates];

    /// <summary>Reads the resources that another server has stored.</summary>
    public Task RefreshInventoryAsync() => Get<SiteInventory>().RefreshAsync(TestContext.Current.CancellationToken);

    /// <summary>Reads the certificates that another server has stored.</summary>
    public Task RefreshAsync() => Get<IssuedCertificates>().RefreshAsync(TestContext.Current.CancellationToken);

    /// <summary>Returns the value of a series; null if it does not exist.</summary>
    public double? Value(string series) =>
        Get<MetricRegistry>().ToText().Split('\n').FirstOrDefault(line => line.StartsWith($"{series} ", StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)
            : null;

    /// <summary>Opens a TLS connection with a host name and returns the certificate and those of the issuers that the server sends.</summary>
    public async Task<(X509Certificate2 Certificate, IReadOnlyList<string> Issuers)> HandshakeAsync(string hostName)
    {
        _listener ??= await StartListenerAsync();
        var address = new Uri(_listener.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        IReadOnlyList<string> issuers = [];
        await using var tls = new SslStream(client.GetStream(), false, (_, _, chain, _) =>
        {
            issuers = [.. chain!.ChainPolicy.ExtraStore.Select(each => each.GetNameInfo(X509NameType.SimpleName, false))];
            return true;
        });
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = hostName }, TestContext.Current.CancellationToken);
        return (new X509Certificate2(tls.RemoteCertificate!), issuers);
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
            await _listener.DisposeAsync();
        foreach (var service in Enumerable.Reverse(_hosted))
            await service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartServicesAsync()
    {
        await Get<Database>().CreateTablesAsync(_services.GetServices<TableScript>(), TestContext.Current.CancellationToken);
        IHostedService[] services = [Get<SiteInventory>(), Get<FileCertificates>(), Get<IssuedCertificates>(), Get<ChallengeListener>()];
        foreach (var service in services)
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
            _hosted.Add(service);
        }
    }

    private async Task<WebApplication> StartListenerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listener => listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = Certificates.AuthenticateAsync })));
        var app = builder.Build();
        app.Run(http => http.Response.WriteAsync("hello"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
