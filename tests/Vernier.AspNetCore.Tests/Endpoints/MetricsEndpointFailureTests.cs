using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Endpoints;

public class MetricsEndpointFailureTests
{
    [Fact]
    public async Task Get_CallbackSlowerThanTheTimeout_IsUnavailableAndLoggedOnce()
    {
        var gate = new TaskCompletionSource<double>();
        await using var app = await StartAsync(() => gate.Task.WaitAsync(TestTimeouts.Default).GetAwaiter().GetResult());
        try
        {
            using var late = await app.GetAsync("/metrics", ("X-Prometheus-Scrape-Timeout-Seconds", "0.05"));
            late.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            var problem = await Problem.OfAsync(late);
            problem.Title.ShouldBe("Service Unavailable");
            problem.Detail.ShouldStartWith("Metrics were not ready within 0.045 s (X-Prometheus-Scrape-Timeout-Seconds less a margin");
            using var again = await app.GetAsync("/metrics", ("X-Prometheus-Scrape-Timeout-Seconds", "0.05"));
            again.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            app.Log.Of("Vernier.AspNetCore").ShouldHaveSingleItem().ShouldStartWith("Warning Vernier.AspNetCore.Endpoints.MetricsEndpoint: Scrape failed with status 503");
        }
        finally
        {
            gate.SetResult(7);
        }

        using var intime = await app.GetAsync("/metrics", ("X-Prometheus-Scrape-Timeout-Seconds", "60"));
        PrometheusTextParser.Parse(await intime.Content.ReadAsByteArrayAsync()).Value("queue_length").ShouldBe(7);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("nonsense")]
    public async Task Get_InvalidTimeout_IsIgnored(string timeout)
    {
        await using var app = await StartAsync(() => 1);
        using var response = await app.GetAsync("/metrics", ("X-Prometheus-Scrape-Timeout-Seconds", timeout));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task AnyMethod_RenderingFails_RespondsWithoutTheReasonAndLogsIt(string method)
    {
        await using var app = await TestApp.StartAsync(
            a => a.MapMetrics(),
            services => services.AddSingleton(UnwritableFamily.Registry()));
        using var response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/metrics"));

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        if (method == "GET")
            (await Problem.OfAsync(response)).Detail.ShouldBe("Metrics could not be rendered; see the application log.");
        else
            (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        var logged = app.Log.Of("Vernier.AspNetCore").ShouldHaveSingleItem();
        logged.ShouldStartWith("Error Vernier.AspNetCore.Endpoints.MetricsEndpoint: Scrape failed with status 500");
        logged.ShouldContain("the reason");
    }

    [Fact]
    public async Task Get_RenderingSucceedsAgain_LogsTheOutageOnce()
    {
        var time = new ManualTime();
        await using var app = await TestApp.StartAsync(a => a.MapMetrics(), services => services.AddSingleton(UnwritableFamily.Registry(time)));
        for (var i = 0; i < 2; i++)
        {
            (await app.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            time.Advance(TimeSpan.FromSeconds(30));
        }
        for (var i = 0; i < 2; i++)
            (await app.GetAsync("/metrics?name[]=vernier_series")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var logged = app.Log.Of("Vernier.AspNetCore");
        logged.Count.ShouldBe(2, app.Log.ToString());
        logged[1].ShouldBe("Warning Vernier.AspNetCore.Endpoints.MetricsEndpoint: Scrapes succeed again; 2 failed within 00:00:30.");
    }

    [Fact]
    public async Task Get_ClientDisconnectsDuringTheResponse_LogsAndThrowsNothing()
    {
        var gate = new TaskCompletionSource<double>();
        var reading = new TaskCompletionSource();
        Exception? thrown = null;
        await using var app = await TestApp.StartAsync(a =>
        {
            a.Use(next => async context =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception exception)
                {
                    thrown = exception;
                }
            });
            a.MapMetrics();
            a.Services.GetRequiredService<MetricRegistry>().GaugeCallback(new GaugeDefinition("queue_length", "The queue."), () =>
            {
                reading.TrySetResult();
                return gate.Task.WaitAsync(TestTimeouts.Default).GetAwaiter().GetResult();
            });
        });
        try
        {
            using var leave = new CancellationTokenSource();
            var scrape = app.Client.GetAsync("/metrics", leave.Token);
            await reading.Task.WithTimeout();
            await leave.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(scrape);
            await app.RequestEndedAsync();
        }
        finally
        {
            gate.SetResult(7);
        }

        thrown.ShouldBeNull();
        app.Log.Of("Vernier").ShouldBeEmpty();
        (await app.Client.GetStringAsync("/metrics")).ShouldContain("queue_length 7\n");
    }

    [Fact]
    public async Task Get_FailingCallback_OmitsOnlyItsFamilyAndLogsOnce()
    {
        var fails = true;
        await using var app = await StartAsync(() => fails ? throw new InvalidOperationException("the queue was removed") : 4);
        for (var i = 0; i < 3; i++)
            PrometheusTextParser.Parse(await app.Client.GetByteArrayAsync("/metrics")).HasFamily("queue_length").ShouldBeFalse();
        fails = false;
        PrometheusTextParser.Parse(await app.Client.GetByteArrayAsync("/metrics")).Value("queue_length").ShouldBe(4);

        var logged = app.Log.Of("Vernier");
        logged.Count.ShouldBe(2, app.Log.ToString());
        logged[0].ShouldStartWith("Warning Vernier.MetricRegistry: Metrics collector queue_length failed");
        logged[0].ShouldContain("the queue was removed");
        logged[1].ShouldBe("Warning Vernier.MetricRegistry: Metrics collector queue_length recovered.");
    }

    private static Task<TestApp> StartAsync(Func<double> queueLength) => TestApp.StartAsync(app =>
    {
        app.MapMetrics();
        app.Services.GetRequiredService<MetricRegistry>().GaugeCallback(new GaugeDefinition("queue_length", "The queue."), queueLength);
    });
}
