using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.SignIn;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Policies;

namespace Vernier.Pangolin.Tests.SignIn;

public sealed class AuditLogTests
{
    [Fact]
    public async Task Requests_EqualDecisions_AreOneEntryWithoutQuery()
    {
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput());
        using var browser = new TestBrowser();
        for (var i = 0; i < 5; i++)
            await browser.GetAsync(app.At($"/page/{i}?secret=x"));
        var log = await app.DecisionsAsync();
        log.Sum(entry => entry.Count).ShouldBe(5);
        log[^1].Path.ShouldBe("/page/0");
        log[^1].Address.ShouldBe("127.0.0.1");
        log[^1].SiteId.ShouldBe(SignInApp.Site);
    }

    [Fact]
    public async Task Stop_PendingEntries_AreWritten()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await PangolinHost.StartAsync(folder: folder.FullName))
            Log(first).Record(new AuditEntry { Address = "a", Decision = AccessDecision.DroppedByRule, Failure = AuthFailureReason.DroppedByRule, Method = AuthMethod.Rule });
        await using var second = await PangolinHost.StartAsync(folder: folder.FullName);
        var entry = (await Log(second).RecentAsync(10, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        entry.Decision.ShouldBe(AccessDecision.DroppedByRule);
        entry.Failure.ShouldBe(AuthFailureReason.DroppedByRule);
    }

    [Fact]
    public async Task Record_DatabaseUnavailable_KeepsABoundedNumber()
    {
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartEmptyAsync(time: time);
        await app.Database.WriteAsync(session => session.ExecuteAsync("ALTER TABLE pangolin_audit RENAME TO away"), TestContext.Current.CancellationToken);
        for (var i = 0; i < 10_100; i++)
            Log(app.Server).Record(new AuditEntry { Address = $"{i}" });
        Log(app.Server).Record(new AuditEntry { Address = "7" });
        await time.AdvanceUntilAsync(() => app.Server.Logs.ToString().Contains("Cannot write the audit log", StringComparison.Ordinal), "the failure is logged", TimeSpan.FromSeconds(5));
        app.Server.Logs.ToString().ShouldContain("Dropped 100 access decisions from the audit log");
        await app.Database.WriteAsync(session => session.ExecuteAsync("ALTER TABLE away RENAME TO pangolin_audit"), TestContext.Current.CancellationToken);
        var log = await Log(app.Server).RecentAsync(20_000, TestContext.Current.CancellationToken);
        log.Count.ShouldBe(10_000);
        log.Single(entry => entry.Address == "7").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Cleanup_AfterTheRetention_DeletesEntriesAndWhatHasExpired()
    {
        var time = new AdjustableTime();
        await using var app = await SignInApp.StartAsync(new SignInPolicyInput { Methods = ["password"], Password = "open sesame 42" }, ["sign_in:audit_retention=01:00:00"], time);
        using var browser = new TestBrowser();
        await browser.PostAsync(await browser.OpenAsync(app.At("/")), "/sign-in/password", ("password", "open sesame 42"));
        (await app.DecisionsAsync()).ShouldNotBeEmpty();
        (await CountAsync(app, "pangolin_sign_in_codes")).ShouldBe(1);
        time.Offset += TimeSpan.FromHours(2);
        await app.Server.Services.GetRequiredService<SignInCleanup>().RunAsync(TestContext.Current.CancellationToken);
        (await app.DecisionsAsync()).ShouldBeEmpty();
        (await CountAsync(app, "pangolin_sign_in_codes")).ShouldBe(0);
    }

    private static AuditLog Log(PangolinHost server) => server.Services.GetRequiredService<AuditLog>();

    private static Task<long> CountAsync(SignInApp app, string table) =>
        app.Database.ReadAsync(session => session.FirstOrDefaultAsync<long>($"SELECT COUNT(*) FROM {table}"), TestContext.Current.CancellationToken);
}
