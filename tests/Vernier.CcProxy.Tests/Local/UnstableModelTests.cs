using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Host.Demo.LocalProvider;
using Vernier.Testing;

namespace Vernier.CcProxy.Tests.Local;

/// <summary>The model that fails at times.</summary>
public class UnstableModelTests
{
    private static readonly TimeSpan Cycle = TimeSpan.FromSeconds(80);

    [Theory]
    [InlineData(0, HttpStatusCode.InternalServerError)]
    [InlineData(39, HttpStatusCode.InternalServerError)]
    [InlineData(40, HttpStatusCode.OK)]
    [InlineData(79, HttpStatusCode.OK)]
    public async Task Post_TimeInTheCycle_FailsInTheFirstHalf(int seconds, HttpStatusCode expected)
    {
        var time = new ManualTime();
        time.Advance(Cycle - TimeSpan.FromTicks(time.GetUtcNow().Ticks % Cycle.Ticks) + TimeSpan.FromSeconds(seconds));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        await using var application = builder.Build();
        new LocalRoutes(time, TimeSpan.Zero).Map(application);
        await application.StartAsync(TestContext.Current.CancellationToken);

        var request = application.GetTestClient().PostAsJsonAsync("/v1/chat/completions", new { model = LocalModels.Unstable }, TestContext.Current.CancellationToken);
        if (expected != HttpStatusCode.OK)
            time.Advance(await time.NextTimerAsync());

        using var response = await request;
        response.StatusCode.ShouldBe(expected);
    }
}
