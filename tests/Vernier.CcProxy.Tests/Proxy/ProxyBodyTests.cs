using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Vernier.CcProxy.Proxy;
using Vernier.Testing;
using Vernier.Testing.Bodies;

namespace Vernier.CcProxy.Tests.Proxy;

public class ProxyBodyTests : RequestBodyContract
{
    private const long MaxBytes = 32 * 1024 * 1024;

    protected override IReadOnlyList<string> Families { get; } = ["ccproxy_requests_total", "ccproxy_errors_total"];

    [Fact]
    public async Task Post_ManyLargeBodiesAtOnce_AreWithinTheBudgetAndTheMemoryComesBack()
    {
        const int Budget = 16 * 1024 * 1024;
        const int BodyBytes = 2 * 1024 * 1024;
        var forwarded = 0;
        var release = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            Interlocked.Increment(ref forwarded);
            await release.Task;
            await ScriptedProvider.Json("{}")(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url, $"max_buffered_body_bytes={Budget}", $"max_request_body_bytes={BodyBytes}", "pool:max_clients=100");
        var budget = app.Services.GetRequiredService<BodyLimits>().Budget;
        var body = Encoding.ASCII.GetBytes($$"""{"model":"m","x":"{{new string('x', BodyBytes - 100)}}"}""");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var requests = Enumerable.Range(0, 30).Select(_ => PostAsync()).ToList();
        await Waiting.UntilAsync(() => requests.Count(request => request.IsCompleted) + Volatile.Read(ref forwarded) == 30, "every request is rejected or forwarded");
        var most = budget.UsedBytes;
        release.SetResult();
        var statuses = await Task.WhenAll(requests);
        await Waiting.UntilAsync(() => budget.UsedBytes == 0, "the memory is returned");

        most.ShouldBeInRange(forwarded * (BodyBytes - 100L), Budget);
        forwarded.ShouldBeInRange(1, Budget / BodyBytes);
        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(forwarded);
        statuses.Count(status => status == HttpStatusCode.ServiceUnavailable).ShouldBe(30 - forwarded);
        app.ScrapeAtRest().Total("ccproxy_errors_total", ("error_type", "service_unavailable")).ShouldBe(30 - forwarded);
        await Waiting.UntilAsync(() => GC.GetTotalMemory(forceFullCollection: true) - before < 32 * 1024 * 1024, "the memory comes back");

        async Task<HttpStatusCode> PostAsync()
        {
            using var response = await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } });
            return response.StatusCode;
        }
    }

    private protected override async Task<BodyServer> StartAsync(Action<KestrelServerOptions> configure)
    {
        var provider = await ScriptedProvider.StartAsync(http => http.Request.Body.CopyToAsync(Stream.Null));
        var app = await CcProxyApp.StartAsync(CcProxyApp.InFrontOf(provider.Url), services => services.Configure(configure));
        BodyRoute[] routes =
        [
            .. from path in new[] { "/v1/messages", "/v1/chat/completions", "/v1/responses" }
               select new BodyRoute($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n", MaxBytes),
        ];
        return new BodyServer(app.Client.BaseAddress!, app, routes, app.Scrape, provider);
    }

    private protected override Task UntilReadingAsync(BodyServer server, int bodies)
    {
        var budget = ((CcProxyApp)server.Application).Services.GetRequiredService<BodyLimits>().Budget;
        return Waiting.UntilAsync(() => budget.UsedBytes == bodies * 4096, "the first bytes of all bodies");
    }
}
