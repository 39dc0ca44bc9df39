using System.Net;
using System.Net.Http.Json;
using Vernier.AiOrchestrator.Web;

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
