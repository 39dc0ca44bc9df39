using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Storage;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Identity;

public sealed class RefreshTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_CurrentToken_ReturnsNewTokensOfTheSession()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var first = await host.IssueAsync("user123");
        var second = await RefreshAsync(host, first.RefreshToken);
        second.RefreshToken.ShouldNotBe(first.RefreshToken);
        second.Role.ShouldBe(Role.User);
        await ShouldBeActiveAsync(host, first, true);
        await ShouldBeActiveAsync(host, second, true);
        host.Metric("orchestrator_jwt_token_refresh_total").ShouldBe(1);
        host.Metric("orchestrator_jwt_token_refresh_failure_total").ShouldBe(0);
    }

    [Fact]
    public async Task Refresh_UsedToken_EndsTheSession()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var first = await host.IssueAsync("user123");
        var other = await host.IssueAsync("user123");
        var second = await RefreshAsync(host, first.RefreshToken);
        (await StatusAsync(host, first.RefreshToken)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(host, second.RefreshToken)).ShouldBe(HttpStatusCode.Unauthorized);
        await ShouldBeActiveAsync(host, first, false);
        await ShouldBeActiveAsync(host, second, false);
        await ShouldBeActiveAsync(host, other, true);
        host.Metric("orchestrator_jwt_token_refresh_total").ShouldBe(3);
        host.Metric("orchestrator_jwt_token_refresh_failure_total").ShouldBe(2);
        host.Logs.ToString().ShouldContain("was used twice; the session has ended.");
        host.Logs.ToString().ShouldContain("Refused a token refresh: the token was used before.");
        host.Logs.ToString().ShouldContain("Refused a token refresh: the session has ended.");
        host.Logs.ToString().ShouldNotContain(first.RefreshToken);
    }

    [Fact]
    public async Task Refresh_SameTokenConcurrently_SucceedsOnce()
    {
        await using var host = await OrchestratorHost.StartAsync();
        for (var round = 0; round < 5; round++)
        {
            var tokens = await host.IssueAsync("user123");
            var statuses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StatusAsync(host, tokens.RefreshToken)));
            statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(1);
            statuses.Count(status => status == HttpStatusCode.Unauthorized).ShouldBe(3);
        }
    }

    [Fact]
    public async Task Refresh_WithinAndAfterTheLifetime_SucceedsAndFails()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        var first = await host.IssueAsync("user123");
        time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        var second = await RefreshAsync(host, first.RefreshToken);
        time.Advance(TimeSpan.FromDays(7));
        (await StatusAsync(host, second.RefreshToken)).ShouldBe(HttpStatusCode.Unauthorized);
        host.Logs.ToString().ShouldContain("Refused a token refresh: the token has expired.");
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    public async Task Refresh_UnknownToken_Returns401(string token)
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var response = await host.PostAsync("/api/auth/refresh", new { refreshToken = token });
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"ai-orchestrator\"");
        var error = await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation);
        error.ShouldBe(new ErrorResponse("Unauthorized", "The refresh token is invalid, has expired, or was used before. Log in again."));
        host.Metric("orchestrator_jwt_token_refresh_failure_total").ShouldBe(1);
        host.Logs.ToString().ShouldContain("Refused a token refresh: the token is unknown.");
    }

    [Fact]
    public async Task Refresh_MalformedBody_IsNotAnAttempt()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var response = await host.PostAsync("/api/auth/refresh", new { token = "x" });
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        host.Metric("orchestrator_jwt_token_refresh_total").ShouldBe(0);
    }

    [Fact]
    public async Task Database_AfterARefresh_ContainsNoToken()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var first = await host.IssueAsync("user123");
        var second = await RefreshAsync(host, first.RefreshToken);
        var hashes = await host.Services.GetRequiredService<Database>().ReadAsync(session => session.QueryAsync<string>("SELECT hash FROM orchestrator_refresh_tokens"), Cancellation);
        hashes.Count.ShouldBe(2);
        hashes.ShouldNotContain(first.RefreshToken);
        hashes.ShouldNotContain(second.RefreshToken);
    }

    [Fact]
    public async Task Logout_AccessToken_EndsTheSessionAndNotifiesWatchers()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var tokens = await host.IssueAsync("user123");
        using var client = host.ClientWith(tokens.AccessToken);
        var sessionId = SessionOf(tokens);
        var sessions = host.Services.GetRequiredService<Sessions>();
        var notified = 0;
        using var kept = sessions.OnEnded(sessionId, () => notified++);
        sessions.OnEnded(sessionId, () => notified += 100).Dispose();
        (await sessions.IsActiveAsync(sessionId, Cancellation)).ShouldBeTrue();

        (await client.PostAsync("/api/auth/logout", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        notified.ShouldBe(1);
        (await sessions.IsActiveAsync(sessionId, Cancellation)).ShouldBeFalse();
        (await client.PostAsync("/api/auth/logout", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(host, tokens.RefreshToken)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Logout_RefreshToken_EndsTheSession()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var tokens = await host.IssueAsync("user123");
        (await host.PostAsync("/api/auth/logout", new { refreshToken = tokens.RefreshToken })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ShouldBeActiveAsync(host, tokens, false);
        (await host.PostAsync("/api/auth/logout", new { refreshToken = "unknown" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Logout_WithoutTokens_Returns401()
    {
        await using var host = await OrchestratorHost.StartAsync();
        (await host.Client.PostAsync("/api/auth/logout", null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<TokenPair> RefreshAsync(OrchestratorHost host, string refreshToken)
    {
        using var response = await host.PostAsync("/api/auth/refresh", new { refreshToken });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadFromJsonAsync<TokenPair>(ApiJson.Options, Cancellation))!;
    }

    private static async Task<HttpStatusCode> StatusAsync(OrchestratorHost host, string refreshToken)
    {
        using var response = await host.PostAsync("/api/auth/refresh", new { refreshToken });
        return response.StatusCode;
    }

    private static async Task ShouldBeActiveAsync(OrchestratorHost host, TokenPair tokens, bool isActive) =>
        (await host.Services.GetRequiredService<Sessions>().IsActiveAsync(SessionOf(tokens), Cancellation)).ShouldBe(isActive);

    private static string SessionOf(TokenPair tokens) => new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(tokens.AccessToken).GetPayloadValue<string>("sid");
}
