using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Tests.Identity;

/// <summary>What hosts share through the database. With SQLite both hosts are the same one.</summary>
/// <param name="connectionString">The connection string of a PostgreSQL server, where each test creates a database; null for SQLite.</param>
public abstract class SharedIdentityContract(string? connectionString) : IAsyncLifetime
{
    private const string User = "user123";

    private static readonly string[] ManyRequests = ["identity:rate_limits:login_per_minute=1000", "identity:rate_limits:refresh_per_minute=1000", "identity:rate_limits:api_per_minute=1000"];

    private readonly TemporaryFolder _folder = new();

    private string? _database;
    private OrchestratorHost? _first;
    private OrchestratorHost? _second;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected OrchestratorHost First => _first!;

    private protected string? ConnectionString => connectionString;

    private OrchestratorHost Second => _second!;

    public async ValueTask InitializeAsync()
    {
        if (connectionString is not null)
            _database = await CreateDatabaseAsync(connectionString);
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
        var tokens = await First.IssueAsync(User, Role.Admin);
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
            var tokens = await First.IssueAsync(User);
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
        await First.IssueAsync(User);
        for (var i = 0; i < 5; i++)
            (await LoginAsync(i % 2 == 0 ? First : Second, "wrong password")).ShouldBe(HttpStatusCode.Unauthorized);
        (await LoginAsync(First, OrchestratorHost.Password)).ShouldBe(HttpStatusCode.Unauthorized);
        (await LoginAsync(Second, OrchestratorHost.Password)).ShouldBe(HttpStatusCode.Unauthorized);

        var view = await Second.Services.GetRequiredService<Users>().UnlockAsync(User, Cancellation);
        view.LockedUntil.ShouldBeNull();
        (await LoginAsync(First, OrchestratorHost.Password)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Login_ConcurrentFailures_AreAllCounted()
    {
        await First.IssueAsync(User);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => LoginAsync(i % 2 == 0 ? First : Second, "wrong password")));
        (await LoginAsync(First, OrchestratorHost.Password)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Disable_LastTwoAdministratorsConcurrently_LeavesOne()
    {
        var administration = First.Services.GetRequiredService<Users>();
        await First.IssueAsync(User, Role.Admin);
        for (var round = 0; round < 5; round++)
        {
            var results = await Task.WhenAll(TryDisableAsync(First, "admin"), TryDisableAsync(Second, User));
            results.Count(succeeded => succeeded).ShouldBe(1);
            await administration.SetDisabledAsync("admin", false, Cancellation);
            await administration.SetDisabledAsync(User, false, Cancellation);
        }
    }

    [Fact]
    public async Task Login_ConcurrentWithDisable_LeavesNoActiveSession()
    {
        await First.IssueAsync(User);
        var users = Second.Services.GetRequiredService<Users>();
        for (var round = 0; round < 5; round++)
        {
            var login = First.PostAsync("/api/auth/login", new { username = User, password = OrchestratorHost.Password });
            await users.SetDisabledAsync(User, true, Cancellation);
            await login;
            (await ActiveSessionsAsync()).ShouldBe(0);
            await users.SetDisabledAsync(User, false, Cancellation);
            await users.UnlockAsync(User, Cancellation);
        }
    }

    [Fact]
    public async Task EnsureExternal_SameUserOnBothHosts_CreatesOne()
    {
        var created = await Task.WhenAll(new[] { First, Second, First, Second }.Select(host =>
            host.Services.GetRequiredService<Users>().EnsureExternalAsync("github", User, User, Cancellation)));
        created.Select(user => user.Name).ShouldAllBe(name => name == User);
    }

    [Fact]
    public async Task Purge_ExpiredAndActive_DeletesTheExpired()
    {
        await First.IssueAsync(User);
        var now = DateTimeOffset.UnixEpoch.AddDays(1).ToUnixTimeMilliseconds();
        var database = First.Services.GetRequiredService<Database>();
        await database.WriteAsync(session => SessionStore.InsertTokenAsync(session, User, User, now - 1), Cancellation);
        (await database.WriteAsync(session => SessionStore.PurgeAsync(session, now), Cancellation)).ShouldBe(1);
        (await ActiveSessionsAsync()).ShouldBe(1);
    }

    private async Task<long> ActiveSessionsAsync() => await First.Services.GetRequiredService<Database>().ReadAsync(
        session => session.FirstOrDefaultAsync<long>("SELECT count(*) FROM orchestrator_sessions WHERE user_name = @User AND ended = 0", new { User }), Cancellation);

    private async Task<HttpStatusCode> LoginAsync(OrchestratorHost host, string password)
    {
        using var response = await host.PostAsync("/api/auth/login", new { username = User, password });
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
        orchestrator: _database is null ? null : builder => builder.UsePostgres(_database));

    /// <summary>Creates a database and returns its connection string.</summary>
    private protected static async Task<string> CreateDatabaseAsync(string connectionString)
    {
        var name = $"identity_{Guid.NewGuid():N}";
        // Without a pool: a test can stop the server, which breaks idle connections.
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ToString();
    }
}
