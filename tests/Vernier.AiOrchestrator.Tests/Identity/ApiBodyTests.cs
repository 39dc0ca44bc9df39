using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Forwarding;
using Vernier.Testing;
using Vernier.Testing.Bodies;

namespace Vernier.AiOrchestrator.Tests.Identity;

public class ApiBodyTests : RequestBodyContract
{
    private const long SmallBytes = 16 * 1024;

    protected override IReadOnlyList<string> Families { get; } = ["http_requests_received_total", "http_request_duration_seconds_count"];

    private protected override async Task<BodyServer> StartAsync(Action<KestrelServerOptions> configure)
    {
        // One task with many escaped characters is the largest body.
        const int MaxTaskBytes = 1024 * 1024;
        var host = await OrchestratorHost.StartAsync(
            [
                $"runs:max_task_bytes={MaxTaskBytes}", "identity:rate_limits:login_per_minute=1000", "identity:rate_limits:refresh_per_minute=1000",
                "identity:rate_limits:api_per_minute=10000", "identity:rate_limits:upload_per_minute=1000",
            ],
            services => services.Configure(configure));
        var token = (await host.IssueAsync("body", Role.Admin)).AccessToken;
        BodyRoute[] routes =
        [
            Route("POST /api/auth/login", SmallBytes), Route("POST /api/auth/refresh", SmallBytes), Route("POST /api/auth/logout", SmallBytes),
            Route("POST /api/auth/password", SmallBytes), Route("POST /api/runs", 6 * MaxTaskBytes + 64 * 1024), Route("POST /api/admin/users", SmallBytes),
        ];
        return new BodyServer(host.Address, host, routes, host.Scrape);

        BodyRoute Route(string line, long maxBytes) =>
            new($"{line} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n", maxBytes);
    }

    private protected override Task UntilReadingAsync(BodyServer server, int bodies)
    {
        var budget = ((OrchestratorHost)server.Application).Services.GetRequiredService<BodyBudget>();
        return Waiting.UntilAsync(() => budget.UsedBytes == bodies * 4096, "the first bytes of all bodies");
    }
}
