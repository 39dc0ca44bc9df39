using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Extensions;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Tests.Console;
using Vernier.Services.Storage;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Identity;

/// <summary>What users, sessions, throttling and API keys do with each database.</summary>
public abstract class IdentityContract
{
    private const string Password = ConsoleClient.Password;

    private readonly AdjustableTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Selects the database.</summary>
    /// <param name="builder">The builder of the server.</param>
    private protected abstract void UseDatabase(PangolinBuilder builder);

    [Fact]
    public async Task VerifyAsync_NameAndPassword_OnlyTheCorrectPairIsAccepted()
    {
        await using var host = await StartAsync();
        var users = host.Services.GetRequiredService<Users>();
        var anna = await users.CreateAsync("anna", "Anna@Example.org", UserRole.Member, Password, Cancellation);

        anna.Email.ShouldBe("anna@example.org");
        (await users.VerifyAsync("anna", Password, Cancellation)).ShouldBe(anna);
        (await users.VerifyAsync("anna", Password + "x", Cancellation)).ShouldBeNull();
        (await users.VerifyAsync("berta", Password, Cancellation)).ShouldBeNull();
        (await users.VerifyAsync("anna", new string('x', 300), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task CreateAsync_InvalidOrTakenValues_AreRejectedWithAllErrors()
    {
        await using var host = await StartAsync();
        var users = host.Services.GetRequiredService<Users>();
        await users.CreateAsync("anna", "anna@example.org", UserRole.Member, Password, Cancellation);

        var invalid = await Should.ThrowAsync<RequestException>(() => users.CreateAsync("Anna!", "no address", UserRole.Member, "short", Cancellation));
        invalid.Status.ShouldBe(422);
        invalid.Message.ShouldContain("The name must consist");
        invalid.Message.ShouldContain("The e-mail address must be");
        invalid.Message.ShouldContain("The password must have 12 to 256 characters.");
        (await Should.ThrowAsync<RequestException>(() => users.CreateAsync("anna", null, UserRole.Member, Password, Cancellation))).Status.ShouldBe(409);
        (await Should.ThrowAsync<RequestException>(() => users.CreateAsync("anna2", "ANNA@example.org", UserRole.Member, Password, Cancellation))).Status.ShouldBe(409);
    }

    [Fact]
    public async Task DeleteAndUpdate_LastAdministrator_IsKept()
    {
        await using var host = await StartAsync();
        var users = host.Services.GetRequiredService<Users>();
        var first = await users.CreateAsync("first", null, UserRole.Admin, Password, Cancellation);

        (await Should.ThrowAsync<RequestException>(() => users.DeleteAsync(first.Id, Cancellation))).Status.ShouldBe(409);
        (await Should.ThrowAsync<RequestException>(() => users.UpdateAsync(first.Id, null, UserRole.Member, Cancellation))).Status.ShouldBe(409);
        await users.CreateAsync("second", null, UserRole.Admin, Password, Cancellation);
        await users.DeleteAsync(first.Id, Cancellation);
        (await users.ListAsync(Cancellation)).ShouldHaveSingleItem().Name.ShouldBe("second");
        (await Should.ThrowAsync<RequestException>(() => users.DeleteAsync(first.Id, Cancellation))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task SetPasswordAsync_SessionsOfTheUser_EndExceptTheOwn()
    {
        await using var host = await StartAsync();
        var users = host.Services.GetRequiredService<Users>();
        var sessions = host.Services.GetRequiredService<Sessions>();
        var anna = await users.CreateAsync("anna", null, UserRole.Member, Password, Cancellation);
        var own = await NewAsync(sessions, anna);
        var other = await NewAsync(sessions, anna);

        await users.SetPasswordAsync(anna.Id, "another password", own.Id, Cancellation);

        (await ValidateAsync(sessions, own)).ShouldNotBeNull();
        (await ValidateAsync(sessions, other)).ShouldBeNull();
        (await users.VerifyAsync("anna", "another password", Cancellation)).ShouldNotBeNull();
        host.Metric("pangolin_token_revoked_total", ("reason", "password_change")).ShouldBe(1);
    }

    [Fact]
    public async Task ValidateAsync_OtherKindOrResourceOrToken_IsRejected()
    {
        await using var host = await StartAsync();
        await AddResourceAsync(host);
        var sessions = host.Services.GetRequiredService<Sessions>();
        var session = await sessions.CreateAsync(SessionKind.Resource, null, "wiki", AuthMethod.Password, "shared", Cancellation);

        (await sessions.ValidateAsync(session.Token, SessionKind.Resource, "wiki", Cancellation)).ShouldNotBeNull().SiteId.ShouldBe("s-a");
        (await sessions.ValidateAsync(session.Token, SessionKind.Resource, "other", Cancellation)).ShouldBeNull();
        (await sessions.ValidateAsync(session.Token, SessionKind.Console, null, Cancellation)).ShouldBeNull();
        (await sessions.ValidateAsync(session.Token[..42] + (session.Token[42] == 'A' ? 'B' : 'A'), SessionKind.Resource, "wiki", Cancellation)).ShouldBeNull();
        (await sessions.ValidateAsync("", SessionKind.Resource, "wiki", Cancellation)).ShouldBeNull();
        var hashes = await host.Services.GetRequiredService<Database>().ReadAsync(s => s.QueryAsync<string>("SELECT token_hash FROM pangolin_sessions"), Cancellation);
        hashes.ShouldHaveSingleItem().ShouldNotContain(session.Token);
    }

    [Fact]
    public async Task ValidateAsync_AfterHalfOfTheLifetime_RenewsTheSession()
    {
        await using var host = await StartAsync("console:resource_session_lifetime=01:00:00");
        await AddResourceAsync(host);
        var sessions = host.Services.GetRequiredService<Sessions>();
        var session = await sessions.CreateAsync(SessionKind.Resource, null, "wiki", AuthMethod.Pincode, "shared", Cancellation);

        _time.Offset = TimeSpan.FromMinutes(29);
        (await sessions.ValidateAsync(session.Token, SessionKind.Resource, "wiki", Cancellation))!.IsRenewed.ShouldBeFalse();
        _time.Offset = TimeSpan.FromMinutes(31);
        var renewed = await sessions.ValidateAsync(session.Token, SessionKind.Resource, "wiki", Cancellation);
        renewed!.IsRenewed.ShouldBeTrue();
        renewed.Expires.ShouldBe(session.Expires.AddMinutes(31));
        _time.Offset = TimeSpan.FromMinutes(90);
        (await sessions.ValidateAsync(session.Token, SessionKind.Resource, "wiki", Cancellation)).ShouldNotBeNull();
        _time.Offset = TimeSpan.FromMinutes(151);
        (await sessions.ValidateAsync(session.Token, SessionKind.Resource, "wiki", Cancellation)).ShouldBeNull();

        host.Metric("pangolin_token_refresh_total", ("site_id", "s-a"), ("result", "success")).ShouldBe(2);
        host.Metric("pangolin_token_refresh_total", ("site_id", "s-a"), ("result", "failure")).ShouldBe(1);
        host.Metric("pangolin_token_issued_total", ("site_id", "s-a"), ("auth_method", "pincode")).ShouldBe(1);
        host.Metric("pangolin_token_revoked_total", ("reason", "expired")).ShouldBe(1);
        (await sessions.ListAsync(10, 0, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ValidateAsync_ConcurrentRequestsAfterHalfOfTheLifetime_RenewOnce()
    {
        await using var host = await StartAsync("console:session_lifetime=01:00:00");
        var sessions = host.Services.GetRequiredService<Sessions>();
        var user = await host.Services.GetRequiredService<Users>().CreateAsync("anna", null, UserRole.Admin, Password, Cancellation);
        var session = await NewAsync(sessions, user);
        _time.Offset = TimeSpan.FromMinutes(40);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ValidateAsync(sessions, session)));

        results.ShouldAllBe(result => result != null);
        results.Count(result => result!.IsRenewed).ShouldBe(1);
    }

    [Fact]
    public async Task CleanUpAsync_ExpiredSessionsAndOldFailures_AreDeleted()
    {
        await using var host = await StartAsync("console:session_lifetime=01:00:00");
        var sessions = host.Services.GetRequiredService<Sessions>();
        var throttle = host.Services.GetRequiredService<Throttle>();
        var user = await host.Services.GetRequiredService<Users>().CreateAsync("anna", null, UserRole.Admin, Password, Cancellation);
        await NewAsync(sessions, user);
        await throttle.FailedAsync(Cancellation, ThrottleKey.Account("anna"));
        _time.Offset = TimeSpan.FromMinutes(61);
        var current = await NewAsync(sessions, user);

        await sessions.CleanUpAsync(Cancellation);
        await throttle.CleanUpAsync(Cancellation);

        (await sessions.ListAsync(10, 0, Cancellation)).ShouldHaveSingleItem().Id.ShouldBe(current.Id);
        var rows = await host.Services.GetRequiredService<Database>().ReadAsync(s => s.FirstOrDefaultAsync<long>("SELECT COUNT(*) FROM pangolin_throttle"), Cancellation);
        rows.ShouldBe(0);
    }

    [Fact]
    public async Task VerifyAsync_RepeatedFailures_BlockTheAccountForATime()
    {
        await using var host = await StartAsync("console:max_failed_sign_ins=3", "console:block_duration=00:10:00");
        await host.Services.GetRequiredService<Users>().CreateAsync("anna", null, UserRole.Member, Password, Cancellation);
        var logins = host.Services.GetRequiredService<Logins>();
        for (var i = 0; i < 3; i++)
            (await logins.VerifyAsync("anna", "wrong password", IPAddress.Parse("192.0.2.1"), Cancellation)).ShouldBe(new LoginResult(null, false));

        (await logins.VerifyAsync(" Anna", Password, IPAddress.Parse("198.51.100.7"), Cancellation)).ShouldBe(new LoginResult(null, true));
        _time.Offset = TimeSpan.FromMinutes(11);
        (await logins.VerifyAsync("anna", Password, IPAddress.Parse("198.51.100.7"), Cancellation)).User.ShouldNotBeNull();
    }

    [Fact]
    public async Task VerifyAsync_FailuresOfOneAddressWithManyNames_BlockTheAddress()
    {
        await using var host = await StartAsync("console:max_failed_sign_ins=1");
        await host.Services.GetRequiredService<Users>().CreateAsync("anna", null, UserRole.Member, Password, Cancellation);
        var logins = host.Services.GetRequiredService<Logins>();
        for (var i = 0; i < ThrottleKey.AddressFactor; i++)
            (await logins.VerifyAsync($"user{i}", "wrong password", IPAddress.Parse("2001:db8::1"), Cancellation)).IsThrottled.ShouldBeFalse();

        (await logins.VerifyAsync("anna", Password, IPAddress.Parse("2001:db8::2"), Cancellation)).IsThrottled.ShouldBeTrue();
        (await logins.VerifyAsync("anna", Password, IPAddress.Parse("2001:db8:0:1::1"), Cancellation)).User.ShouldNotBeNull();
    }

    [Fact]
    public async Task SucceededAsync_BlockedWhileTheCredentialWasVerified_IsRefused()
    {
        await using var host = await StartAsync("console:max_failed_sign_ins=1");
        var throttle = host.Services.GetRequiredService<Throttle>();
        var key = ThrottleKey.Resource("wiki", IPAddress.Loopback);
        (await throttle.IsBlockedAsync(Cancellation, key)).ShouldBeFalse();

        (await throttle.FailedAsync(Cancellation, key)).ShouldBeTrue();

        (await throttle.SucceededAsync(Cancellation, key)).ShouldBeFalse();
        (await throttle.SucceededAsync(Cancellation, ThrottleKey.Resource("other", IPAddress.Loopback))).ShouldBeTrue();
    }

    [Fact]
    public async Task ApiKeys_CreatedUsedAndRevoked_AreValidInBetween()
    {
        await using var host = await StartAsync();
        var keys = host.Services.GetRequiredService<ApiKeys>();
        var (key, text) = await keys.CreateAsync("CI", Cancellation);

        (await keys.ListAsync(Cancellation)).ShouldHaveSingleItem().LastUsed.ShouldBeNull();
        (await keys.ValidateAsync(text, Cancellation))!.Id.ShouldBe(key.Id);
        (await keys.ValidateAsync(text[..^1], Cancellation)).ShouldBeNull();
        (await keys.ListAsync(Cancellation)).ShouldHaveSingleItem().LastUsed.ShouldNotBeNull();
        (await keys.RevokeAsync(key.Id, Cancellation)).ShouldBeTrue();
        (await keys.ValidateAsync(text, Cancellation)).ShouldBeNull();
        (await keys.RevokeAsync(key.Id, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task Gauges_SessionsOfPageAndResources_CountDistinctUsers()
    {
        await using var host = await StartAsync();
        await AddResourceAsync(host);
        var sessions = host.Services.GetRequiredService<Sessions>();
        host.Metric("pangolin_ui_active_sessions").ShouldBe(0);
        await Waiting.UntilAsync(() => ActiveUsers(host, "session") == 0, "the series of the new site");
        var user = await host.Services.GetRequiredService<Users>().CreateAsync("anna", null, UserRole.Admin, Password, Cancellation);
        var page = await NewAsync(sessions, user);
        foreach (var subject in (string[])["anna", "anna", "berta"])
            await sessions.CreateAsync(SessionKind.Resource, null, "wiki", AuthMethod.Session, subject, Cancellation);

        await Waiting.UntilAsync(() => host.Metric("pangolin_ui_active_sessions") == 1 && ActiveUsers(host, "session") == 2, "the gauges");
        ActiveUsers(host, "oidc").ShouldBe(0);

        await sessions.RevokeAsync(page.Id, RevocationReason.Administrator, Cancellation);
        await Waiting.UntilAsync(() => host.Metric("pangolin_ui_active_sessions") == 0, "the gauge of the page");
    }

    private static double ActiveUsers(PangolinHost host, string method) =>
        host.Scrape().Find("pangolin_auth_active_users", ("site_id", "s-a"), ("auth_method", method)) is [var sample] ? sample.Value : -1;

    private static Task<IssuedSession> NewAsync(Sessions sessions, User user) =>
        sessions.CreateAsync(SessionKind.Console, user.Id, null, AuthMethod.Session, user.Name, Cancellation);

    private static Task<Session?> ValidateAsync(Sessions sessions, IssuedSession session) => sessions.ValidateAsync(session.Token, SessionKind.Console, null, Cancellation);

    private static async Task AddResourceAsync(PangolinHost host)
    {
        await host.AddSiteAsync("s-a");
        await host.AddResourceAsync(new Resource { Id = "wiki", Name = "Wiki", SiteId = "s-a", Host = "wiki.test" });
    }

    private Task<PangolinHost> StartAsync(params string[] settings) => PangolinHost.StartAsync(
        settings, services => services.AddSingleton<TimeProvider>(_time), pangolin: builder =>
        {
            UseDatabase(builder);
            ConsoleClient.FastPasswords(builder);
        });
}
