using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Extensions;
using Vernier.Pangolin.Identity;

namespace Vernier.Pangolin.Tests.Identity;

public sealed class SqliteIdentityTests : IdentityContract
{
    [Fact]
    public async Task Gauges_AfterARestart_AreExactFromTheFirstSecond()
    {
        using var folder = new TemporaryFolder();
        await using (var host = await PangolinHost.StartAsync(folder: folder.Combine("data")))
        {
            await host.AddSiteAsync("s-a");
            await host.AddResourceAsync("wiki", "s-a", "wiki.test", "web");
            var sessions = host.Services.GetRequiredService<Sessions>();
            await sessions.CreateAsync(SessionKind.Console, "user", null, AuthMethod.Session, "anna", TestContext.Current.CancellationToken);
            await sessions.CreateAsync(SessionKind.Resource, null, "wiki", AuthMethod.Oidc, "anna@example.org", TestContext.Current.CancellationToken);
        }

        await using var restarted = await PangolinHost.StartAsync(folder: folder.Combine("data"));

        var scrape = restarted.Scrape();
        scrape.Value("pangolin_ui_active_sessions").ShouldBe(1);
        scrape.Value("pangolin_auth_active_users", ("site_id", "s-a"), ("auth_method", "oidc")).ShouldBe(1);
        scrape.Value("pangolin_auth_active_users", ("site_id", "s-a"), ("auth_method", "password")).ShouldBe(0);
    }

    private protected override void UseDatabase(PangolinBuilder builder)
    {
        // SQLite is the default.
    }
}
