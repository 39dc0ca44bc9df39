using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pool;
using Vernier.Testing;

namespace Vernier.CcProxy.Tests.Pool;

public class ProviderConnectionsTests
{
    private static readonly X509Certificate2 Certificate = TestCertificate.Create();

    private readonly RecordingHook _hook = new();

    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, 2)]
    [InlineData(HttpProtocols.Http1, 1)]
    public async Task Send_ProviderWithTls_UsesTheHighestVersionThatIsNegotiated(HttpProtocols protocols, int version)
    {
        var release = new TaskCompletionSource();
        var running = 0;
        var allRunning = new TaskCompletionSource();
        await using var provider = await StartAsync(protocols, http =>
        {
            if (Interlocked.Increment(ref running) == 3)
                allRunning.SetResult();
            return release.Task;
        });
        using var handler = CreateHandler();
        using var connections = new HttpMessageInvoker(handler);

        Task<HttpResponseMessage>[] calls = [.. Enumerable.Range(0, 3).Select(_ => SendAsync(connections, provider))];
        await allRunning.Task.WaitAsync(TimeSpan.FromSeconds(30));
        release.SetResult();
        var responses = await Task.WhenAll(calls);

        responses.ShouldAllBe(r => r.Version.Major == version);

        // With HTTP/2 the three requests share one connection.
        Count(HookEvent.PoolConnectionCreated).ShouldBe(version == 2 ? 1 : 3);
        Count(HookEvent.PoolConnectionClosed).ShouldBe(0);
        handler.Dispose();
        await Waiting.UntilAsync(() => Count(HookEvent.PoolConnectionClosed) == Count(HookEvent.PoolConnectionCreated), "all connections are closed");
    }

    [Fact]
    public async Task Send_ProviderIsUnreachable_CreatesNoConnection()
    {
        using var connections = new HttpMessageInvoker(CreateHandler());
        using var request = ProviderConnections.CreateRequest(HttpMethod.Get, "http://127.0.0.1:1/");

        await Should.ThrowAsync<HttpRequestException>(() => connections.SendAsync(request, CancellationToken.None));

        _hook.Seen.ShouldBeEmpty();
    }

    private static async Task<WebApplication> StartAsync(HttpProtocols protocols, RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.UseHttps(Certificate);
        }));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var application = builder.Build();
        application.Run(handler);
        await application.StartAsync();
        return application;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker connections, WebApplication provider)
    {
        using var request = ProviderConnections.CreateRequest(HttpMethod.Get, provider.Urls.Single());
        return await connections.SendAsync(request, CancellationToken.None);
    }

    private SocketsHttpHandler CreateHandler()
    {
        var bus = new HookBus([_hook], TimeProvider.System, NullLogger<HookBus>.Instance);
        var handler = ProviderConnections.CreateHandler(bus, new PoolOptions(), usesSystemProxy: false);
        handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, sent, _, _) => sent?.GetCertHashString() == Certificate.GetCertHashString() };
        return handler;
    }

    private int Count(HookEvent @event) => _hook.Seen.Count(c => c.Event == @event);
}
