using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Server;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Server;

/// <summary>In a worker service, without a web host.</summary>
public class AddMetricsServerTests
{
    [Fact]
    public async Task AddMetricsServer_InAWorker_ExposesMetricsWhileItRuns()
    {
        using var host = Build(services => services.AddMetricsServer(options => options.Port = 0));
        host.Services.GetRequiredService<MetricRegistry>().Counter("jobs_total", "Jobs.").Inc(2);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var url = host.Services.GetRequiredService<MetricsServer>().Url;

        using var client = new HttpClient();
        var scrape = PrometheusTextParser.Parse(await client.GetByteArrayAsync(url).WithTimeout());
        scrape.Value("jobs_total").ShouldBe(2);
        scrape.HasFamily("process_cpu_seconds_total").ShouldBeTrue();

        await host.StopAsync(TestContext.Current.CancellationToken);
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync(url));
    }

    [Fact]
    public async Task AddMetricsServer_Twice_AddsOneServerWithBothConfigurations()
    {
        using var host = Build(services => services.AddMetricsServer(options => options.Port = 0).AddMetricsServer(options => options.Path = "/m"));
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetServices<IHostedService>().OfType<MetricsServer>().ShouldHaveSingleItem().Url.AbsolutePath.ShouldBe("/m");
    }

    [Fact]
    public async Task Start_InvalidOptions_ThrowsWithAllErrors()
    {
        using var host = Build(services => services.AddMetricsServer(options => (options.Port, options.Path) = (-1, "")));
        var exception = await Should.ThrowAsync<OptionsValidationException>(host.StartAsync(TestContext.Current.CancellationToken));
        exception.Failures.Count().ShouldBe(2);
    }

    [Fact]
    public async Task Start_PortInUse_ThrowsWithOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var host = Build(services => services.AddMetricsServer(options => options.Port = ((IPEndPoint)taken.LocalEndpoint).Port));
        (await Should.ThrowAsync<MetricsServerException>(host.StartAsync(TestContext.Current.CancellationToken))).Message.ShouldContain("is in use");
    }

    private static IHost Build(Action<IServiceCollection> configure)
    {
        HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true });
        configure(builder.Services);
        return builder.Build();
    }
}
