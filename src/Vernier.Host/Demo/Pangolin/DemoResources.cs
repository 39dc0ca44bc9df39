namespace Vernier.Host.Demo.Pangolin;

/// <summary>The sites and resources of the demo.</summary>
internal static class DemoResources
{
    public const string Berlin = "demo-berlin";

    /// <summary>The site that disconnects at times.</summary>
    public const string Lisbon = "demo-lisbon";

    public const string HeaderUser = "demo";

    /// <summary>The users of this server who sign in to the wiki.</summary>
    public static IReadOnlyList<string> Users { get; } = ["demo-ada", "demo-grace"];

    public static IReadOnlyDictionary<string, string> Regions { get; } = new Dictionary<string, string> { [Berlin] = "eu-central", [Lisbon] = "eu-west" };

    public static DemoResource Shop { get; } = new("demo-shop", Berlin, [new("shop-a", Weight: 3, HealthPath: "/health"), new("shop-b", HealthPath: DemoBackends.UnstableHealth)]);

    public static DemoResource Files { get; } = new("demo-files", Berlin, [new("files")], "password");

    public static DemoResource Wiki { get; } = new("demo-wiki", Lisbon, [new("wiki")], "session");

    public static DemoResource Api { get; } = new("demo-api", Lisbon, [new("api")], "header_auth");

    /// <summary>A resource whose service has stopped: its port refuses connections.</summary>
    public static DemoResource Legacy { get; } = new("demo-legacy", Berlin, [new(DemoSites.StoppedTarget)]);

    public static IReadOnlyList<DemoResource> All { get; } = [Shop, Files, Wiki, Api, Legacy];
}

/// <summary>A resource.</summary>
/// <param name="Id">The identifier.</param>
/// <param name="Site">The site.</param>
/// <param name="Targets">The backends.</param>
/// <param name="Methods">The sign-in methods.</param>
internal sealed record DemoResource(string Id, string Site, IReadOnlyList<DemoTarget> Targets, params IReadOnlyList<string> Methods)
{
    /// <summary>The host name, which browsers resolve to this machine.</summary>
    public string Host => $"{Id}.localhost";
}

/// <summary>A backend.</summary>
/// <param name="Name">The name of the target at the site.</param>
/// <param name="Weight">The share of requests.</param>
/// <param name="HealthPath">The path of the health check.</param>
internal sealed record DemoTarget(string Name, int Weight = 1, string? HealthPath = null);
