using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.DicomWebOAuth.Gateway;
using Vernier.DicomWebOAuth.Servers;
using Vernier.DicomWebOAuth.Tokens;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.DicomWebOAuth.Tests;

/// <summary>The gateway on a loopback port, with a test token endpoint and a test DICOMweb server.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string Name = "main";
    public const string Secret = "s3cret-of-the-client";

    private readonly WebApplication _application;

    private TestGateway(TestServer tokens, TestServer dicom, Action<DicomWebServerOptions>? server, Action<DicomWebOAuthOptions>? options, ManualTime? time, Action<KestrelServerOptions>? kestrel)
    {
        Tokens = tokens;
        Dicom = dicom;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel ?? (_ => { })).UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
        if (time is not null)
            builder.Services.AddSingleton<TimeProvider>(time);
        var settings = new DicomWebServerOptions
        {
            Url = new Uri(dicom.Url + "/dicom-web"),
            TokenEndpoint = new Uri(tokens.Url + "/token"),
            ClientId = "client",
            ClientSecret = Secret,
            ResilienceConfig = new ResilienceOptions { RetryMaxAttempts = 1 },
        };
        server?.Invoke(settings);
        builder.Services.AddDicomWebOAuth().AddServer(Name, settings);
        builder.Services.Configure<DicomWebOAuthOptions>(o => o.RateLimitRequests = 10_000);
        builder.Services.Configure(options ?? (_ => { }));
        builder.Services.AddHttpClient("viewer").AddDicomWebOAuth(Name);
        builder.Services.AddHttpClient("unknown").AddDicomWebOAuth("unknown");
        _application = builder.Build();
        _application.MapDicomWebOAuth();
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
    }

    public TestServer Tokens { get; }

    public TestServer Dicom { get; }

    public HttpClient Client { get; }

    public LogLines Log { get; } = new();

    public TokenManager Manager => Services.GetRequiredService<ServerGateways>().Find(Name)!.Tokens;

    public IServiceProvider Services => _application.Services;

    /// <summary>Starts a gateway.</summary>
    /// <param name="server">Changes the settings of the server.</param>
    /// <param name="options">Changes the other settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="certificate">The certificate of the token endpoint, for HTTPS.</param>
    /// <param name="kestrel">Configures the server of the gateway.</param>
    public static async Task<TestGateway> StartAsync(
        Action<DicomWebServerOptions>? server = null, Action<DicomWebOAuthOptions>? options = null, ManualTime? time = null, X509Certificate2? certificate = null,
        Action<KestrelServerOptions>? kestrel = null)
    {
        var tokens = await TestServer.StartAsync(TestTokens.Numbered(), certificate);
        var dicom = await TestServer.StartAsync(context => context.Response.WriteAsync("[]"));
        var gateway = new TestGateway(tokens, dicom, server, options, time, kestrel);
        await gateway._application.StartAsync();
        gateway.Client.BaseAddress = new Uri(gateway._application.Urls.Single());
        return gateway;
    }

    public Task<HttpResponseMessage> GetAsync(string path = "studies", HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        Client.GetAsync($"/oauth-dicom-web/servers/{Name}/{path}", completion);

    public Task<HttpResponseMessage> TestAsync(string server = Name) => Client.PostAsync($"/dicomweb-oauth/servers/{server}/test", null);

    public ParsedExposition Scrape() => PrometheusTextParser.Parse(_application.Services.GetRequiredService<MetricRegistry>().ToText());

    /// <summary>Gets the value of a series with the label <c>server</c> only.</summary>
    public double Value(string family) => Scrape().Value(family, ("server", Name));

    public double Acquisitions(string status) => Scrape().Value("dicomweb_oauth_token_acquisitions_total", ("server", Name), ("status", status));

    public double Errors(string code, string category) =>
        Scrape().Value("dicomweb_oauth_errors_total", ("server", Name), ("error_code", code), ("category", category));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
        await Tokens.DisposeAsync();
        await Dicom.DisposeAsync();
    }
}
