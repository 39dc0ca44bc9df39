using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Requests;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;

namespace Vernier.AspNetCore.Tests.Requests;

public class PrometheusNetNamingTests
{
    private const string Received = "http_requests_received_total";
    private const string Duration = "http_request_duration_seconds";
    private const string InProgress = "http_requests_in_progress";

    [Fact]
    public async Task Request_ToAnEndpoint_HasTheLabelsOfPrometheusNet()
    {
        await using var app = await StartAsync(a => a.MapGet("/orders/{id}", (RequestDelegate)(_ => Task.CompletedTask)));
        await app.GetAsync("/orders/17");
        await app.RequestEndedAsync();
        var read = app.Read();
        read.Value(Received, ("code", "200"), ("method", "GET"), ("endpoint", "/orders/{id}")).ShouldBe(1);
        read.Value(Duration + "_count", ("code", "200"), ("method", "GET"), ("endpoint", "/orders/{id}")).ShouldBe(1);
        read.Value(InProgress, ("method", "GET"), ("endpoint", "/orders/{id}")).ShouldBe(0);
        app.Registry.Families.ShouldNotContain(family => family.Name.StartsWith("http_server_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_ToAController_HasItsNameAndTheAction()
    {
        await using var app = await StartAsync(a => a.MapControllers(), services => services.AddControllers().AddApplicationPart(typeof(StockController).Assembly));
        await app.GetAsync("/stock/7");
        await app.RequestEndedAsync();
        app.Read().Value(Received, ("code", "200"), ("method", "GET"), ("controller", "Stock"), ("action", "Find"), ("endpoint", "stock/{id}")).ShouldBe(1);
    }

    [Fact]
    public async Task Request_InProgress_BelongsToItsEndpointAfterRouting()
    {
        var inside = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        await using var app = await StartAsync(a => a.MapGet("/wait", async _ =>
        {
            inside.SetResult();
            await gate.Task;
        }));
        var request = app.GetAsync("/wait");
        await inside.Task.WithTimeout();
        app.Read().Value(InProgress, ("method", "GET"), ("endpoint", "/wait")).ShouldBe(1);
        app.Read().Value(InProgress, ("method", "GET")).ShouldBe(0);

        gate.SetResult();
        await request;
        await app.RequestEndedAsync();
        app.Read().Value(InProgress, ("method", "GET"), ("endpoint", "/wait")).ShouldBe(0);
    }

    [Fact]
    public async Task Request_UnhandledException_IsCode500()
    {
        await using var app = await StartAsync(a =>
        {
            a.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = _ => Task.CompletedTask });
            a.MapGet("/fail", (RequestDelegate)(_ => throw new InvalidOperationException("fails")));
        });
        await app.GetAsync("/fail");
        await app.RequestEndedAsync();
        app.Read().Value(Received, ("code", "500"), ("method", "GET"), ("endpoint", "/fail")).ShouldBe(1);
        app.Read().Family(InProgress).Samples.ShouldAllBe(sample => sample.Value == 0);
    }

    [Fact]
    public async Task Request_BucketsOfTheApplication_AreUsed()
    {
        await using var app = await StartAsync(
            a => a.MapGet("/orders/{id}", (RequestDelegate)(_ => Task.CompletedTask)),
            services => services.AddVernier(options => options.HttpRequestBuckets = [1, 30]));
        await app.GetAsync("/orders/17");
        await app.RequestEndedAsync();
        app.Read().Family(Duration).Histograms().ShouldHaveSingleItem().Buckets.Select(b => b.UpperBound).ShouldBe([1, 30, double.PositiveInfinity]);
    }

    private static Task<TestApp> StartAsync(Action<WebApplication> configure, Action<IServiceCollection>? services = null) => TestApp.StartAsync(configure, s =>
    {
        services?.Invoke(s);
        s.AddVernier(options => options.HttpRequestNaming = HttpRequestNaming.PrometheusNet);
    });
}

[Route("stock")]
public sealed class StockController : ControllerBase
{
    [HttpGet("{id}")]
    public string Find(string id) => id;
}
