using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.EndToEnd.Servers;
using Vernier.Testing;

namespace Vernier.EndToEnd.Dashboards;

/// <summary>
/// An application with a known load, watched by a real Prometheus: of 100 requests, 89 succeed, 3 have status 404, 6 end with an exception and 2 have
/// status 503. Each takes 30 ms by the clock of the registry.
/// </summary>
public sealed class FailingShop : IAsyncLifetime
{
    /// <summary>The number of times that 100 requests are sent between the first and the last value that Prometheus has.</summary>
    public const int Rounds = 3;

    private const string Count = "http_server_request_duration_seconds_count";

    private readonly ManualTime _time = new();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    internal PrometheusServer Prometheus { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_time).AddVernier();
        _app = builder.Build();
        _app.MapMetrics().DisableHttpMetrics(); // Scrapes would change the error rate.
        _app.MapGet("/orders/{id}", (string id) => Respond(id == "none" ? StatusCodes.Status404NotFound : StatusCodes.Status200OK));
        _app.MapPost("/orders", (HttpRequest request) => request.Query.ContainsKey("throw")
            ? throw new InvalidOperationException($"fails after {Respond(0)}")
            : Respond(StatusCodes.Status503ServiceUnavailable));
        await _app.StartAsync(TestContext.Current.CancellationToken);
        var address = new Uri(_app.Urls.Single());
        _client = new HttpClient { BaseAddress = address };

        // Values before the first scrape do not count as an increase. With equal shares before and after, extrapolation changes no ratio.
        await SendAsync();
        Prometheus = await PrometheusServer.StartAsync(new ScrapeJob("shop", address.Authority) { Interval = TimeSpan.FromMilliseconds(200) });
        await Prometheus.WaitUntilAsync($"sum({Count})", result => result is [{ Value: 100 }]);
        for (var i = 0; i < Rounds; i++)
            await SendAsync();

        // An increase is extrapolated by up to 1.6 scrape intervals. With 25 values that is less than a tenth.
        await Prometheus.WaitUntilAsync($"sum({Count}) == {100 * (1 + Rounds)} and min(count_over_time({Count}[5m])) > 25", result => result.Count == 1);
    }

    public async ValueTask DisposeAsync()
    {
        if (Prometheus is not null)
            await Prometheus.DisposeAsync();
        _client?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private IResult Respond(int status)
    {
        _time.Advance(TimeSpan.FromMilliseconds(30));
        return Results.StatusCode(status);
    }

    private async Task SendAsync()
    {
        await SendAsync(89, HttpStatusCode.OK, () => _client.GetAsync("/orders/17"));
        await SendAsync(3, HttpStatusCode.NotFound, () => _client.GetAsync("/orders/none"));
        await SendAsync(6, HttpStatusCode.InternalServerError, () => _client.PostAsync("/orders?throw", null));
        await SendAsync(2, HttpStatusCode.ServiceUnavailable, () => _client.PostAsync("/orders", null));
    }

    // One at a time, so that no request advances the clock of another.
    private static async Task SendAsync(int count, HttpStatusCode expected, Func<Task<HttpResponseMessage>> send)
    {
        for (var i = 0; i < count; i++)
        {
            using var response = await send();
            response.StatusCode.ShouldBe(expected);
        }
    }
}
