using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vernier.AspNetCore.Security;

namespace Vernier.AspNetCore.Tests.Security;

public class RemoteAccessCheckTests
{
    private static readonly RequestRules Rules = new(RequestRules.LoopbackHosts, [], "hosts", "origins");

    [Theory]
    [InlineData("http://127.0.0.1:0", false, false, false)]
    [InlineData("http://[::1]:0", false, false, false)]
    [InlineData("http://0.0.0.0:0", false, false, true)]
    [InlineData("http://*:0", false, false, true)]
    [InlineData("http://0.0.0.0:0", true, false, false)]
    [InlineData("http://0.0.0.0:0", false, true, false)]
    public async Task Start_EndpointsWithoutAuthorization_ListensBeyondLoopbackOnlyIfAllowed(string url, bool isAllowed, bool requiresAuthorization, bool fails)
    {
        await using var app = Create(url, isAllowed);
        var endpoint = app.MapGet("/work", () => "done").RequireRules(Rules);
        if (requiresAuthorization)
            endpoint.WithMetadata(new AuthorizeAttribute());
        app.MapMetrics().RequireRules(Rules);
        app.MapGet("/other", () => "of another service");

        var start = () => app.StartAsync(TestContext.Current.CancellationToken);
        if (!fails)
            await start();
        else
            (await Should.ThrowAsync<RemoteAccessException>(start)).Message.ShouldMatch(@"^Test does not listen on http://\S+ without authentication\. Set something\.$");
    }

    [Fact]
    public async Task Start_AnEndpointAllowsAnonymousRequests_DoesNotListenBeyondLoopback()
    {
        await using var app = Create("http://0.0.0.0:0", isAllowed: false);
        app.MapGet("/work", () => "done").RequireRules(Rules).WithMetadata(new AuthorizeAttribute());
        app.MapGet("/status", () => "ready").RequireRules(Rules).WithMetadata(new AuthorizeAttribute(), new AllowAnonymousAttribute());
        await Should.ThrowAsync<RemoteAccessException>(app.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_OnlyMetricsOrNoRoutes_ListensEverywhere()
    {
        await using var app = Create("http://0.0.0.0:0", isAllowed: false);
        app.MapMetrics().RequireRules(Rules);
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    private static WebApplication Create(string url, bool isAllowed)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls(url);
        builder.Services.AddRouting();
        builder.Services.AddVernier();
        builder.Services.AddSingleton<IHostedService>(services => new RemoteAccessCheck(services, new RemoteAccessOptions
        {
            Service = "Test",
            AllowUnauthenticatedRemote = isAllowed,
            Advice = "Set something.",
            Rules = Rules,
        }));
        return builder.Build();
    }
}
