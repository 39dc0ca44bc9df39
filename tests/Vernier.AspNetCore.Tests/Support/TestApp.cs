using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Support;

/// <summary>An application with Vernier, on TestHost or on Kestrel with a free loopback port.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestEnds _ends;

    private TestApp(WebApplication app, RequestEnds ends, LogLines log, HttpClient client)
    {
        _app = app;
        _ends = ends;
        Log = log;
        Client = client;
    }

    public HttpClient Client { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    public MetricRegistry Registry => Services.GetRequiredService<MetricRegistry>();

    public Uri Url => Client.BaseAddress!;

    public static Task<TestApp> StartAsync(Action<WebApplication> configure, Action<IServiceCollection>? services = null) => StartAsync(configure, services, false);

    public static Task<TestApp> StartOnKestrelAsync(Action<WebApplication> configure, Action<IServiceCollection>? services = null) =>
        StartAsync(configure, services, true);

    /// <summary>Waits until one more request has left all middleware.</summary>
    public Task RequestEndedAsync() => _ends.NextAsync();

    /// <summary>Scrapes the registry without HTTP.</summary>
    public ParsedExposition Read() => OpenMetricsParser.Parse(Registry.ToText(ExpositionFormat.OpenMetrics));

    /// <summary>Sends a request and waits for the response headers.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((var name, var value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WithTimeout();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task<TestApp> StartAsync(Action<WebApplication> configure, Action<IServiceCollection>? services, bool kestrel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var log = new LogLines();
        var ends = new RequestEnds();
        builder.Logging.AddProvider(log);
        builder.Services.AddRoutingCore().AddSingleton<IStartupFilter>(ends);
        services?.Invoke(builder.Services);
        builder.Services.AddVernier(options => options.RuntimeMetrics = options.ProcessMetrics = false);
        if (kestrel)
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        else
            builder.WebHost.UseTestServer();

        var app = builder.Build();
        configure(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var client = kestrel ? new HttpClient { BaseAddress = new Uri(app.Urls.First()) } : app.GetTestClient();
        client.Timeout = TestTimeouts.Default;
        return new TestApp(app, ends, log, client);
    }
}
