using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Identity;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Identity;

public sealed class LoginTests
{
    private const string Failed = "The user name or the password is wrong, or the account is disabled or locked after failed logins.";

    private static readonly string[] ManyLogins = ["identity:rate_limits:login_per_minute=1000"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Login_CorrectPassword_ReturnsTokensThatAuthenticate()
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var response = await host.PostAsync("/api/auth/login", new { username = "admin", password = OrchestratorHost.Password });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var json = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        json.EnumerateObject().Select(member => member.Name).ShouldBe(["accessToken", "refreshToken", "expiresIn", "tokenType", "role"]);
        json.GetProperty("expiresIn").GetInt64().ShouldBe(900);
        json.GetProperty("tokenType").GetString().ShouldBe("Bearer");
        json.GetProperty("role").GetString().ShouldBe("ADMIN");

        using var client = host.ClientWith(json.GetProperty("accessToken").GetString()!);
        (await client.GetAsync("/api/admin/users", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("admin", "wrong password")]
    [InlineData("unknown", OrchestratorHost.Password)]
    [InlineData("Not A Name", OrchestratorHost.Password)]
    [InlineData("", "")]
    public async Task Login_AnyWrongPart_HasTheSameResponse(string username, string password)
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var response = await host.PostAsync("/api/auth/login", new { username, password });
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation)).ShouldBe(new ErrorResponse("Unauthorized", Failed));
    }

    [Fact]
    public async Task Login_FiveFailures_LocksTheAccountUntilTheLockExpires()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(ManyLogins, services => services.AddSingleton<TimeProvider>(time));
        for (var i = 0; i < 4; i++)
            await FailAsync(host, "admin");
        await host.LoginAsync();
        for (var i = 0; i < 5; i++)
            await FailAsync(host, "admin");
        (await StatusAsync(host, "admin", OrchestratorHost.Password)).ShouldBe(HttpStatusCode.Unauthorized);
        host.Metric("orchestrator_bruteforce_blocked_accounts").ShouldBe(1);
        host.Logs.ToString().ShouldContain("The account admin is locked after repeated failed logins.");

        time.Advance(TimeSpan.FromMinutes(15));
        await host.LoginAsync();
        await Waiting.UntilAsync(() => host.Metric("orchestrator_bruteforce_blocked_accounts") == 0, "no locked accounts");
    }

    [Fact]
    public async Task Login_FailuresLongAgo_DoNotCount()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(ManyLogins, services => services.AddSingleton<TimeProvider>(time));
        for (var i = 0; i < 4; i++)
            await FailAsync(host, "admin");
        time.Advance(TimeSpan.FromMinutes(16));
        await FailAsync(host, "admin");
        await host.LoginAsync();
    }

    [Fact]
    public async Task Login_UnknownName_IsLockedLikeAUserButNotCounted()
    {
        await using var host = await OrchestratorHost.StartAsync(ManyLogins);
        for (var i = 0; i < 5; i++)
            await FailAsync(host, "unknown");
        using var admin = await host.ClientAsync("admin");
        await admin.PostAsJsonAsync("/api/admin/users", new { name = "unknown", password = OrchestratorHost.Password }, Cancellation);
        (await StatusAsync(host, "unknown", OrchestratorHost.Password)).ShouldBe(HttpStatusCode.Unauthorized);

        await admin.PostAsync("/api/admin/users/unknown/unlock", null, Cancellation);
        (await StatusAsync(host, "unknown", OrchestratorHost.Password)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Login_ConcurrentGuesses_AreRejectedOnceTheAccountIsLocked()
    {
        await using var host = await OrchestratorHost.StartAsync(ManyLogins);
        var guesses = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => StatusAsync(host, "admin", $"wrong password {i}")));
        guesses.ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
        (await StatusAsync(host, "admin", OrchestratorHost.Password)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Login_OutdatedHash_IsReplaced()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var database = host.Services.GetRequiredService<Database>();
        using var old = new PasswordHasher(500);
        var hash = await old.HashAsync(OrchestratorHost.Password, Cancellation);
        await database.WriteAsync(session => UserStore.SetPasswordAsync(session, "admin", hash), Cancellation);

        await host.LoginAsync();
        var user = await database.ReadAsync(session => UserStore.FindAsync(session, "admin"), Cancellation);
        user!.PasswordHash.ShouldNotBeNull().ShouldStartWith("pbkdf2-sha512$1000$");
        await host.LoginAsync();
    }

    [Fact]
    public async Task Login_AnyOutcome_DoesNotLogOrReturnThePassword()
    {
        const string Secret = "s3cret-passphrase";
        await using var host = await OrchestratorHost.StartAsync(ManyLogins);
        string[] bodies =
        [
            $$"""{"username":"admin","password":"{{Secret}}"}""",
            $$"""{"username":"admin","password":["{{Secret}}"]}""",
            $$"""{"username":"admin","password":"{{Secret}}","extra":1}""",
            $$"""{"username":"admin","password":"{{Secret}}" oops}""",
            $$"""{"username":"admin","password":'{{Secret}}'}""",
            $$"""{"username":"admin","password":{{Secret}}}""",
        ];
        foreach (var body in bodies)
        {
            using var response = await host.Client.PostAsync("/api/auth/login", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancellation);
            ((int)response.StatusCode).ShouldBeInRange(400, 401);
            (await response.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain(Secret);
        }
        await host.LoginAsync();
        host.Logs.ToString().ShouldNotContain(Secret);
        host.Logs.ToString().ShouldNotContain(OrchestratorHost.Password);
    }

    private static async Task FailAsync(OrchestratorHost host, string user) =>
        (await StatusAsync(host, user, "wrong password")).ShouldBe(HttpStatusCode.Unauthorized);

    private static async Task<HttpStatusCode> StatusAsync(OrchestratorHost host, string username, string password)
    {
        using var response = await host.PostAsync("/api/auth/login", new { username, password });
        return response.StatusCode;
    }
}
