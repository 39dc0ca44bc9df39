using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Console;

/// <summary>A server with everything that the pages show: an online and an offline site, resources, users, keys, sessions and decisions.</summary>
internal static class ConsoleScenario
{
    /// <summary>The paths of the pages.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        "sites", "sites/new", "sites/s-a", "sites/s-a/secret", "sites/s-a/delete", "resources", "resources/new", "resources/wiki", "resources/wiki/sign-in",
        "resources/wiki/access-tokens", "resources/wiki/delete", "certificates", "users", "users/new", "sessions", "decisions", "jobs", "api-keys", "account", "sites/missing",
    ];

    public static Task<PangolinHost> StartAsync() => PangolinHost.StartAsync(pangolin: ConsoleClient.FastPasswords);

    /// <summary>Returns the code for the first administrator.</summary>
    public static string SetupCode(PangolinHost host) => File.ReadAllText(host.Services.GetRequiredService<FirstAdministrator>().SetupCodeFile!).Trim();

    public static IReadOnlyCollection<string> Sites(PangolinHost host) => host.Inventory.Current.Sites.Keys;

    /// <summary>Returns the host names of the resources, with their targets.</summary>
    public static IReadOnlyCollection<string> Resources(PangolinHost host) =>
        [.. host.Inventory.Current.ByHost.Values.Select(resource => $"{resource.Host}: {string.Join(", ", resource.Targets.Select(target => target.Name))}")];

    /// <summary>Fills the server. The administrator is <c>admin</c>.</summary>
    public static async Task FillAsync(PangolinHost host, Backend backend)
    {
        using var client = await ConsoleClient.SignInAsync(host);
        await host.AddSiteAsync("s-a", "eu-central");
        await host.AddSiteAsync("a-site-with-a-long-identifier-of-sixty-four-characters-which-fit");
        await host.AddResourceAsync(new Resource
        {
            Id = "wiki",
            Name = "Wiki of the Berlin office with a long name",
            SiteId = "s-a",
            Host = "a-rather-long-host-name-of-the-wiki.berlin.example.com",
            Targets = [new Target("old", 1, true, null), new Target("web", 100, false, "/")],
        });
        await host.AddResourceAsync(new Resource { Id = "ssh", Name = "SSH", SiteId = "s-a", Kind = ResourceKind.Tcp, Port = 9500, Blocked = true });
        await host.ConnectAsync("s-a", $"web={backend.Address}");
        using var user = await client.PostAsync("/api/v1/users", new { name = "anna", email = "anna.with.a.long.name@department.example.org", password = ConsoleClient.Password });
        using var key = await client.PostAsync("/api/v1/api-keys", new { name = "Continuous integration" });
        using var token = await client.PostAsync("/api/v1/resources/wiki/access-tokens", new { name = "Guest" });
        token.StatusCode.ShouldBe(HttpStatusCode.Created);
        await host.Services.GetRequiredService<Sessions>().CreateAsync(
            SessionKind.Resource, null, "wiki", AuthMethod.Email, "berta.with.a.long.name@department.example.org", TestContext.Current.CancellationToken);
        var audit = host.Services.GetRequiredService<AuditLog>();
        audit.Record(new AuditEntry
        {
            Time = 1_700_000_000_000,
            ResourceId = "wiki",
            SiteId = "s-a",
            Decision = AccessDecision.ValidEmail,
            Method = AuthMethod.Email,
            Subject = "berta@example.org",
            Address = "192.0.2.1",
            Path = "/",
        });
        audit.Record(new AuditEntry
        {
            Time = 1_700_000_001_000,
            Decision = AccessDecision.ResourceNotFound,
            Failure = AuthFailureReason.ResourceNotFound,
            Address = "2001:db8:85a3::8a2e:370:7334",
            Path = "/a/long/path/that/does/not/exist/anywhere",
        });
        await Waiting.UntilAsync(async () => (await client.JsonAsync("/api/v1/decisions")).GetArrayLength() == 2, "the decisions are stored");
    }
}
