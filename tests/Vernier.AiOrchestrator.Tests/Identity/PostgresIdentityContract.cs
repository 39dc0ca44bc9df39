using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Identity;
using Vernier.Services.Passwords;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Tests.Identity;

/// <summary>What hosts share through PostgreSQL, and what happens without it. The class that inherits it has the server.</summary>
/// <param name="connectionString">The connection string of a running server.</param>
public abstract class PostgresIdentityContract(string connectionString) : SharedIdentityContract(connectionString)
{
    protected abstract Task StopServerAsync();

    protected abstract Task StartServerAsync();

    [Fact]
    public async Task Refresh_ServerStopped_FailsAndLeavesTheTokenValid()
    {
        var tokens = await First.LoginAsync();
        await StopServerAsync();

        using var rejected = await RefreshAsync();
        rejected.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await rejected.Content.ReadFromJsonAsync<ErrorResponse>(TestContext.Current.CancellationToken)).ShouldBe(
            new ErrorResponse("Service Unavailable", "The storage of the service is unavailable. Try again later."));
        using var login = await First.PostAsync("/api/auth/login", new { username = "admin", password = OrchestratorHost.Password });
        login.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        // The number of locked accounts is not read during the scrape.
        First.Metric("orchestrator_bruteforce_blocked_accounts").ShouldBe(0);

        await StartServerAsync();
        using var client = First.ClientWith(tokens.AccessToken);
        (await StatusWhenConnectedAsync(client)).ShouldBe(HttpStatusCode.OK);
        using var refreshed = await RefreshAsync();
        refreshed.StatusCode.ShouldBe(HttpStatusCode.OK);
        First.Metric("orchestrator_jwt_token_refresh_total").ShouldBe(2);
        First.Metric("orchestrator_jwt_token_refresh_failure_total").ShouldBe(1);

        Task<HttpResponseMessage> RefreshAsync() => First.PostAsync("/api/auth/refresh", new { refreshToken = tokens.RefreshToken });
    }

    [Fact]
    public async Task Start_TwoHostsOnANewDatabase_OnlyOneKeepsAGeneratedPassword()
    {
        using var folder = new TemporaryFolder();
        var database = await CreateDatabaseAsync(ConnectionString!);
        var hosts = await Task.WhenAll(StartAsync("first"), StartAsync("second"));
        await using var first = hosts[0];
        await using var second = hosts[1];

        var file = hosts.Select(host => host.Services.GetRequiredService<InitialAdministrator>().PasswordFile).OfType<string>().ShouldHaveSingleItem();
        hosts.Count(host => host.Logs.ToString().Contains("Created the administrator admin.")).ShouldBe(1);
        var password = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim();
        foreach (var host in hosts)
            (await host.LoginAsync("admin", password)).Role.ShouldBe(Role.Admin);

        Task<OrchestratorHost> StartAsync(string name) => OrchestratorHost.StartAsync(
            ["identity:admin_password=", $"secrets:directory={folder.Combine("secrets")}"],
            folder: folder.Combine(name),
            orchestrator: builder =>
            {
                builder.UsePostgres(database);
                // Slow, so that both hosts create the administrator at the same time.
                builder.Services.AddSingleton(_ => new PasswordHasher(500_000));
            });
    }

    /// <summary>The pool has connections that the stop of the server has broken; each fails once.</summary>
    private static async Task<HttpStatusCode> StatusWhenConnectedAsync(HttpClient client)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var response = await client.GetAsync("/api/admin/users", TestContext.Current.CancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || attempt == 10)
                return response.StatusCode;
        }
    }
}
