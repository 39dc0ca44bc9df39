using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vernier.Forwarding;
using Vernier.Orchestrix.Orders;
using Vernier.Testing;
using Vernier.Testing.Bodies;

namespace Vernier.Orchestrix.Tests.Orders;

public class OrderBodyTests : RequestBodyContract
{
    protected override IReadOnlyList<string> Families { get; } = ["http_requests_received_total", "http_request_duration_seconds_count", "orchestrix_messages_total"];

    private protected override async Task<BodyServer> StartAsync(Action<KestrelServerOptions> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            configure(kestrel);
        });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddRouting().AddProblemDetails();
        builder.Services.AddOrchestrix();
        var application = builder.Build();

        // As the host does: an exception that leaves an endpoint becomes 500.
        application.UseExceptionHandler();
        application.MapOrchestrix();
        await application.StartAsync(TestContext.Current.CancellationToken);
        var route = new BodyRoute("POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n", OrderRequest.MaxBytes);
        return new BodyServer(new Uri(application.Urls.Single()), application, [route], application.Services.GetRequiredService<MetricRegistry>().Scrape);
    }

    private protected override Task UntilReadingAsync(BodyServer server, int bodies)
    {
        var budget = ((WebApplication)server.Application).Services.GetRequiredService<BodyBudget>();
        return Waiting.UntilAsync(() => budget.UsedBytes == bodies * 4096, "the first bytes of all bodies");
    }
}
