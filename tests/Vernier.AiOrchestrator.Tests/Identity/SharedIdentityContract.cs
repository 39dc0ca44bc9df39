using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Storage;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Tests.Identity;

/// <summary>What hosts share through the database. With SQLite both hosts are the same one.</summary>
/// <param name="connectionString">The connection string of a PostgreSQL server; null for SQLite.</param>
public abstract class SharedIdentityContract(string? connectionString) : IAsyncLifetime
{
    private static readonly string[] ManyRequests = ["identity:rate_limits:login_per_minute=1000", "identity:rate_limits:refresh_per_minute=1000", "identity:rate_limits:api_per_minute=1000"];

    private readonly TemporaryFolder _folder = new();

    /// <summary>The tests of a class share a database.</summary>
    private readonly string _user = $"user-{Guid.NewGuid():N}";

    private OrchestratorHost? _first;
    private OrchestratorHost? _second;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private OrchestratorHost First => _first!;

    private OrchestratorHost Second => _second!;

    public async ValueTask InitializeAsync()
    {
        _first = await StartAsync("first");
        _second = connectionString is null ? _first : await StartAsync("second");
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null && _second != _first)
            await _second.DisposeAsync();
        if (_first is not null)
            await _first.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Token_OfOneHost_IsValidOnTheOtherUntilLogout()
    {
        var tokens = await First.IssueAsync(_user, Role.Admin);
        using var client = Second.ClientWith(tokens.AccessToken);
        (await client.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await First.PostAsync("/api/auth/logout", new { refreshToken = tokens.RefreshToken })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Refresh_SameTokenOnBothHosts_SucceedsOnceAndEndsTheSession()
    {
        for (var round = 0; round < 5; round++)
        {
            var tokens = await First.IssueAsync(_user);
            var responses = await Task.WhenAll(new[] { First, Second, First, Second }.Select(host => host.PostAsync("/api/auth/refresh", new { refreshToken = tokens.RefreshToken })));
            responses.Count(response => response.StatusCode == HttpStatusCode.OK).ShouldBe(1);
            responses.Count(response => response.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(3);
            var winner = responses.Single(response => response.IsSuccessStatusCode);
            var newTokens = await winner.Content.ReadFromJsonAsync<TokenPair>(ApiJson.Options, Cancellation);
            (await Second.PostAsync("/api/auth/refresh", new { refreshToken = newTokens!.RefreshToken })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Login_FailuresOnBothHosts_LockTheAccountOnBoth()
    {
        await First.IssueAsync(_user);
        for (var i = 0; i < 5; i++)
            (await LoginAsync(i % 2 == 0 ? First : Second, "wrong password")).ShouldBe(HttpStatusCode.Unauthorized);
        (await LoginAsync(First, OrchestratorHost.Password)).ShouldBe(HttpStatusCode.Unauthorized);
        (await LoginAsync(Second, OrchestratorHost.Password)).ShouldBe(HttpStatusCode.Unauthorized);

        var view = await Second.Services.GetRequiredService<Users>().UnlockAsync(_user, Cancellation);
        view.LockedUntil.ShouldBeNull();
        (await LoginAsync(First, OrchestratorHost.Password)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Login_ConcurrentFailures_AreAllCounted()
    {
        await First.IssueAsync(_user);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => LoginAsync(i % 2 == 0 ? First : Second, "wrong password")));
        (await LoginAsync(First, OrchestratorHost.Password)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Disable_LastTwoAdministratorsConcurrently_LeavesOne()
    {
        var administration = First.Services.GetRequiredService<Users>();
        await First.IssueAsync(_user, Role.Admin);
        foreach (var other in await administration.ListAsync(Cancellation))
        {
            if (other.Role == Role.Admin && other.Name != _user && other.Name != "admin")
                await administration.SetRoleAsync(other.Name, Role.User, Cancellation);
        }
        for (var round = 0; round < 5; round++)
        {
            var results = await Task.WhenAll(TryDisableAsync(First, "admin"), TryDisableAsync(Second, _user));
            results.Count(succeeded => succeeded).ShouldBe(1);
            await administration.SetDisabledAsync("admin", false, Cancellation);
            await administration.SetDisabledAsync(_user, false, Cancellation);
        }
    }

    [Fact]
    public async Task Login_ConcurrentWithDisable_LeavesNoActiveSession()
    {
        await First.IssueAsync(_user);
        var users = Second.Services.GetRequiredService<Users>();
        for (var round = 0; round < 5; round++)
        {
            var login = First.PostAsync("/api/auth/login", new { username = _user, password = OrchestratorHost.Password });
            await users.SetDisabledAsync(_user, true, Cancellation);
            await login;
            (await ActiveSessionsAsync()).ShouldBe(0);
            await users.SetDisabledAsync(_user, false, Cancellation);
            await users.UnlockAsync(_user, Cancellation);
        }
    }

    [Fact]
    public async Task EnsureExternal_SameUserOnBothHosts_CreatesOne()
    {
        var created = await Task.WhenAll(new[] { First, Second, First, Second }.Select(host =>
            host.Services.GetRequiredService<Users>().EnsureExternalAsync("github", _user, _user, Cancellation)));
        created.Select(user => user.Name).ShouldAllBe(name => name == _user);
    }

    [Fact]
    public async Task Purge_ExpiredAndActive_DeletesTheExpired()
    {
        await First.IssueAsync(_user);
        var now = DateTimeOffset.UnixEpoch.AddDays(1).ToUnixTimeMilliseconds();
        var database = First.Services.GetRequiredService<Database>();
        await database.WriteAsync(session => SessionStore.InsertTokenAsync(session, _user, _user, now - 1), Cancellation);
        (await database.WriteAsync(session => SessionStore.PurgeAsync(session, now), Cancellation)).ShouldBe(1);
        (await ActiveSessionsAsync()).ShouldBe(1);
    }

    private async Task<long> ActiveSessionsAsync() => await First.Services.GetRequiredService<Database>().ReadAsync(
        session => session.FirstOrDefaultAsync<long>("SELECT count(*) FROM orchestrator_sessions WHERE user_name = @User AND ended = 0", new { User = _user }), Cancellation);

    private async Task<HttpStatusCode> LoginAsync(OrchestratorHost host, string password)
    {
        using var response = await host.PostAsync("/api/auth/login", new { username = _user, password });
        return response.StatusCode;
    }

    private static async Task<bool> TryDisableAsync(OrchestratorHost host, string name)
    {
        try
        {
            await host.Services.GetRequiredService<Users>().SetDisabledAsync(name, true, Cancellation);
            return true;
        }
        catch (RequestException exception) when (exception.Status == 409)
        {
            return false;
        }
    }

    private Task<OrchestratorHost> StartAsync(string name) => OrchestratorHost.StartAsync(
        [.. ManyRequests, $"secrets:directory={_folder.Combine("secrets")}"],
        folder: _folder.Combine(name),
        orchestrator: connectionString is null ? null : builder => builder.UsePostgres(connectionString));
}
