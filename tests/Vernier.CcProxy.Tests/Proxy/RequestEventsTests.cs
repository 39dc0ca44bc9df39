using Microsoft.AspNetCore.Http;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Tests.Proxy;

public class RequestEventsTests
{
    [Fact]
    public async Task ProviderError_ErrorResponse_IsNotFinal()
    {
        await using var provider = await ScriptedProvider.StartAsync(ScriptedProvider.Json("{}", 500));
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        (await app.PostAsync("/v1/messages", """{"model":"m"}""")).Dispose();
        var end = await app.Hook.EndAsync();

        var error = app.Hook.Seen.Single(c => c.Event == HookEvent.ProviderError);
        (error.IsFinal, error.ErrorKind, error.Response?.StatusCode).ShouldBe((false, ErrorKind.ProviderServerError, 500));
        (end.Event, end.IsFinal).ShouldBe((HookEvent.RequestCompleted, true));
    }

    [Fact]
    public async Task ProviderError_Unreachable_IsFinalWithoutAResponse()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");

        (await app.PostAsync("/v1/messages", """{"model":"m"}""")).Dispose();
        var end = await app.Hook.EndAsync();

        var error = app.Hook.Seen.Single(c => c.Event == HookEvent.ProviderError);
        (error.IsFinal, error.ErrorKind, error.Response).ShouldBe((true, ErrorKind.ProviderConnection, null));
        (end.Event, end.IsFinal, end.ErrorKind).ShouldBe((HookEvent.RequestFailed, true, ErrorKind.ProviderConnection));
    }

    [Fact]
    public async Task ProviderError_StreamIsCut_IsFinalWithTheResponse()
    {
        var received = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            await ScriptedProvider.Stream("data: {}\n\n")(http);
            await received.Task;
            http.Abort();
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        using var response = await app.PostAsync("/v1/messages", """{"model":"m","stream":true}""");
        received.SetResult();
        await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
        await app.Hook.EndAsync();

        var error = app.Hook.Seen.Single(c => c.Event == HookEvent.ProviderError);
        (error.IsFinal, error.ErrorKind, error.Response?.StatusCode).ShouldBe((true, ErrorKind.ProviderStreamCut, 200));
        app.ScrapeAtRest().Total("ccproxy_errors_total").ShouldBe(1);
    }

    [Fact]
    public async Task Connections_OneRequestAfterTheOther_AreReusedAndCountedWhenClosed()
    {
        await using var provider = await ScriptedProvider.StartAsync(ScriptedProvider.Json("{}"));
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        for (var i = 0; i < 3; i++)
        {
            await (await app.PostAsync("/v1/messages", """{"model":"m"}""")).Content.ReadAsStringAsync();
            await app.Hook.EndAsync();
        }
        var scrape = app.ScrapeAtRest();
        (scrape.Value("ccproxy_pool_connections_created_total"), scrape.Value("ccproxy_pool_connections_closed_total")).ShouldBe((1, 0));

        // The handler notices at the next request that the provider closed the connection.
        await provider.DisposeAsync();
        (await app.PostAsync("/v1/messages", """{"model":"m"}""")).Dispose();
        await app.Hook.EndAsync();

        scrape = app.ScrapeAtRest();
        (scrape.Value("ccproxy_pool_connections_created_total"), scrape.Value("ccproxy_pool_connections_closed_total")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Post_NoProviderIsConfigured_Is404()
    {
        await using var app = await CcProxyApp.StartAsync(["port=1"]);

        using var response = await app.PostAsync("/v1/messages", "{}");

        ((int)response.StatusCode).ShouldBe(StatusCodes.Status404NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("No provider is configured.");
    }
}
