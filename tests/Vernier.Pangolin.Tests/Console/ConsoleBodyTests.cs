using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Forwarding;
using Vernier.Pangolin.Identity;
using Vernier.Testing;
using Vernier.Testing.Bodies;

namespace Vernier.Pangolin.Tests.Console;

/// <summary>The API, with the key of a program, and the forms of the page and of the sign-in.</summary>
public class ConsoleBodyTests : RequestBodyContract
{
    private const long FormBytes = 64 * 1024;
    private const long JsonBytes = 16 * 1024;

    protected override IReadOnlyList<string> Families { get; } = ["pangolin_ui_requests_total", "pangolin_integration_api_requests_total", "http_requests_received_total"];

    private protected override async Task<BodyServer> StartAsync(Action<KestrelServerOptions> configure)
    {
        var host = await PangolinHost.StartAsync(configure: services => services.Configure(configure), pangolin: ConsoleClient.FastPasswords);
        var (_, key) = await host.Services.GetRequiredService<ApiKeys>().CreateAsync("bodies", TestContext.Current.CancellationToken);
        BodyRoute[] routes =
        [
            Json("POST /api/v1/session", JsonBytes), Json("POST /api/v1/sites", JsonBytes), Json("POST /api/v1/users", JsonBytes),
            Json("POST /api/v1/resources", 128 * 1024), Json("POST /api/v1/clients", JsonBytes),
            Form("POST /login"), Form("POST /setup"), Form("POST /sign-in/password"), Form("POST /sign-in/email"),
        ];
        return new BodyServer(host.Address, host, routes, host.Scrape);

        BodyRoute Json(string line, long maxBytes) =>
            new($"{line} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n", maxBytes);

        static BodyRoute Form(string line) => new($"{line} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n", FormBytes);
    }

    private protected override Task UntilReadingAsync(BodyServer server, int bodies)
    {
        var budget = ((PangolinHost)server.Application).Services.GetRequiredService<BodyBudget>();
        return Waiting.UntilAsync(() => budget.UsedBytes == bodies * 4096, "the first bytes of all bodies");
    }
}
