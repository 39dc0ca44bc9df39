using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Requests;

public class HttpRequestTests
{
    [Theory]
    [InlineData("GET", "/orders/17", "GET", "/orders/{id:int}", "200")]
    [InlineData("GET", "/orders/18", "GET", "/orders/{id:int}", "200")]
    [InlineData("POST", "/shop/basket/items", "POST", "/shop/basket/{**rest}", "201")]
    [InlineData("GET", "/", "GET", "/", "200")]
    [InlineData("DELETE", "/orders/17", "DELETE", "/orders/{id:int}", "405")]
    [InlineData("PROPFIND", "/any", "_OTHER", "/any", "200")]
    public async Task Request_RouteMatches_IsCountedUnderItsTemplate(string method, string path, string verb, string route, string status)
    {
        await using var app = await TestApp.StartAsync(Shop);
        await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        await app.RequestEndedAsync();

        // For a method that is not allowed, routing selects an internal endpoint without a template.
        var read = app.Read();
        read.Family(RequestSeries.Duration).Histogram(RequestSeries.Labels(verb, status == "405" ? null : route, status)).Count.ShouldBe(1);
        read.Active(verb).ShouldBe(0);
    }

    [Fact]
    public async Task Request_EndpointDescribesItsRoute_IsCountedUnderTheDescription()
    {
        await using var app = await TestApp.StartAsync(a => a.MapGet("/pages/{**path}", (RequestDelegate)(_ => Task.CompletedTask)).WithMetadata(new Described("/pages/start")));
        await app.GetAsync("/pages/a/b");
        await app.RequestEndedAsync();
        app.Read().Completed("GET", "/pages/start", "200").ShouldBe(1);
    }

    [Fact]
    public async Task Request_NoMatchingRoute_HasNeitherRouteNorPath()
    {
        await using var app = await TestApp.StartAsync(Shop);
        for (var i = 0; i < 3; i++)
        {
            await app.GetAsync($"/secret/{i}");
            await app.RequestEndedAsync();
        }
        app.Read().Completed("GET", null, "404").ShouldBe(3);
        app.Read().Family(RequestSeries.Duration).Histograms().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Request_ToTheMetrics_IsCounted()
    {
        await using var app = await TestApp.StartAsync(Shop);
        await app.GetAsync("/metrics");
        await app.RequestEndedAsync();
        app.Read().Completed("GET", "/metrics", "200").ShouldBe(1);
    }

    [Fact]
    public async Task Request_InProgress_IsCountedUntilItsEnd()
    {
        var gate = new TaskCompletionSource();
        var inside = new TaskCompletionSource();
        await using var app = await TestApp.StartAsync(a => a.MapPost("/wait", async context =>
        {
            // Other than the method that was counted at the start.
            context.Request.Method = "PUT";
            inside.SetResult();
            await gate.Task;
        }));
        var request = app.Client.PostAsync("/wait", null);
        await inside.Task.WithTimeout();
        app.Read().Active("POST").ShouldBe(1);
        app.Read().HasFamily(RequestSeries.Duration).ShouldBeFalse();

        gate.SetResult();
        await request.WithTimeout();
        await app.RequestEndedAsync();
        app.Read().Active("POST").ShouldBe(0);
        app.Read().Completed("POST", "/wait", "200").ShouldBe(1);
    }

    [Fact]
    public async Task Request_OptionOff_IsNotMeasured()
    {
        await using var app = await TestApp.StartAsync(Shop, services => services.AddVernier(options => options.HttpRequestMetrics = false));
        (await app.GetAsync("/orders/17")).StatusCode.ShouldBe(HttpStatusCode.OK);
        app.Registry.Families.ShouldNotContain(family => family.Name.StartsWith("http_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_EndpointWithoutHttpMetrics_IsNotCounted()
    {
        await using var app = await TestApp.StartAsync(a => a.MapMetrics().DisableHttpMetrics());
        await app.GetAsync("/metrics");
        await app.RequestEndedAsync();
        app.Read().HasFamily(RequestSeries.Duration).ShouldBeFalse();
        app.Read().Active("GET").ShouldBe(0);
    }

    [Fact]
    public async Task Request_BucketsOfTheApplication_AreUsed()
    {
        await using var app = await TestApp.StartAsync(Shop, services => services.AddVernier(options => options.HttpRequestBuckets = [1, 30]));
        await app.GetAsync("/orders/17");
        await app.RequestEndedAsync();
        app.Read().Family(RequestSeries.Duration).Histograms().ShouldHaveSingleItem().Buckets.Select(b => b.UpperBound)
            .ShouldBe([1, 30, double.PositiveInfinity]);
    }

    private static void Shop(WebApplication app)
    {
        app.MapMetrics();
        app.MapGet("/orders/{id:int}", (RequestDelegate)(_ => Task.CompletedTask));
        app.MapGet("", (RequestDelegate)(_ => Task.CompletedTask));
        app.Map("/any", (RequestDelegate)(_ => Task.CompletedTask));
        app.MapGroup("/shop").MapPost("/basket/{**rest}", (RequestDelegate)(context =>
        {
            context.Response.StatusCode = 201;
            return Task.CompletedTask;
        }));
    }

    private sealed record Described(string Route) : IRouteDiagnosticsMetadata;
}
