using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.CcProxy.Hooks;
using Vernier.Host.Demo.LocalProvider;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.CcProxy.Tests;

/// <summary>The proxy on a real Kestrel on loopback, with a client.</summary>
internal sealed class CcProxyApp : IAsyncDisposable
{
    private readonly WebApplication _application;

    private CcProxyApp(WebApplication application, RecordingHook hook)
    {
        _application = application;
        Hook = hook;
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.Single().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
    }

    public RecordingHook Hook { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _application.Services;

    /// <summary>Starts the proxy with settings such as <c>pool:max_clients=1</c>.</summary>
    public static async Task<CcProxyApp> StartAsync(IEnumerable<string> settings, Action<IServiceCollection>? configure = null, RecordingHook? hook = null, IPAddress? address = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(address ?? IPAddress.Loopback, 0));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddRouting();
        hook ??= new RecordingHook();
        builder.Services.AddSingleton<IHook>(hook);
        configure?.Invoke(builder.Services);
        builder.Services.AddCcProxy(Section(settings));
        var application = builder.Build();
        application.MapCcProxy();
        await application.StartAsync();
        return new CcProxyApp(application, hook);
    }

    /// <summary>Starts the proxy with one provider per API, both at the same URL, and a price for the model <c>m</c>.</summary>
    public static Task<CcProxyApp> StartAsync(string providerUrl, params IEnumerable<string> settings) => StartAsync(InFrontOf(providerUrl).Concat(settings));

    /// <summary>Starts the proxy with the local models.</summary>
    public static Task<CcProxyApp> StartLocalAsync(IEnumerable<string>? settings = null, RecordingHook? hook = null) =>
        StartAsync(["pool:health_check_interval=0", .. settings ?? []], services => services.AddLocalProvider(), hook);

    public static IEnumerable<string> InFrontOf(string url) =>
    [
        "providers:0:name=anthropic", "providers:0:api=anthropic", $"providers:0:url={url}", "providers:0:models:0=m", "providers:0:models:1=*",
        "providers:1:name=openai", "providers:1:api=openai", $"providers:1:url={url}", "providers:1:models:0=m", "providers:1:models:1=*",
        "pricing:0:model=m", "pricing:0:input=1", "pricing:0:output=10", "pricing:0:cache_read=0.5", "pricing:0:cache_write=2",
        "pool:health_check_interval=0",
    ];

    /// <summary>The last value of a duplicate key wins.</summary>
    public static IConfigurationSection Section(IEnumerable<string> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).GroupBy(s => s[0]).Select(s => KeyValuePair.Create("systems:ccproxy:" + s.Key, (string?)s.Last()[1])))
        .Build()
        .GetSection("systems:ccproxy");

    public Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancellation = default) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, cancellation);

    /// <summary>Sends a request and returns when the response headers have arrived.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation = default) =>
        Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);

    public ParsedExposition Scrape() => Services.GetRequiredService<MetricRegistry>().Scrape();

    /// <summary>Scrapes after the last request: none is active.</summary>
    public ParsedExposition ScrapeAtRest()
    {
        var scrape = Scrape();
        scrape.Value("ccproxy_active_requests").ShouldBe(0);
        return scrape;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _application.StopAsync(limit.Token);
        await _application.DisposeAsync();
    }
}
