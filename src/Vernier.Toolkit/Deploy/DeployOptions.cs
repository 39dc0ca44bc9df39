using Vernier.Catalog;
using Vernier.Toolkit.Validation;

namespace Vernier.Toolkit.Deploy;

/// <summary>Settings of the generated files that are not part of the catalogs. Immutable.</summary>
public sealed record DeployOptions
{
    /// <summary>The applications in <c>compose.yaml</c>; none by default.</summary>
    public IReadOnlyList<ComposeService> Applications { get; init; } = [];

    /// <summary>The webhook that receives alerts from Alertmanager; null (the default) for no receiver, so that alerts are visible only in Alertmanager.</summary>
    public Uri? AlertWebhook { get; init; }

    /// <summary>
    /// The base URL of runbooks that are given as paths, so that notifications link to them: <c>https://git.example.org/shop/blob/main/</c>, with a trailing
    /// slash. Null (the default) to keep the paths.
    /// </summary>
    public Uri? RunbookRoot { get; init; }

    /// <summary>
    /// The URL of a trace, with <c>{trace}</c> in place of the trace ID; exemplars link to it. By default <c>http://localhost:16686/trace/{trace}</c> (Jaeger);
    /// null for no link.
    /// </summary>
    public string? TraceUrl { get; init; } = "http://localhost:16686/trace/{trace}";

    /// <summary>The UID of the dashboard that Grafana shows as its home page; null (the default) for Grafana's own.</summary>
    public string? HomeDashboard { get; init; }

    internal IEnumerable<string> Validate(IReadOnlyList<MetricCatalog> catalogs)
    {
        foreach (var error in NameRules.Duplicates(Applications.Select(application => application.Name), "Duplicate application"))
            yield return error;
        foreach (var reserved in Applications.Select(application => application.Name).Intersect(ComposeFile.ReservedServices))
            yield return $"The application name '{reserved}' is reserved for a server in compose.yaml; choose another name.";
        foreach (var application in Applications)
        {
            foreach (var volume in application.NamedVolumes.Intersect(ComposeFile.ReservedServices))
                yield return $"The volume '{volume}' of the application '{application.Name}' is reserved for a server in compose.yaml; choose another name.";
        }
        if (HomeDashboard is not null && catalogs.SelectMany(catalog => catalog.Dashboards).All(dashboard => dashboard.Uid != HomeDashboard))
            yield return $"HomeDashboard '{HomeDashboard}' is not the UID of a dashboard in the catalogs.";
        if (AlertWebhook is { IsAbsoluteUri: false })
            yield return $"AlertWebhook '{AlertWebhook}' is not an absolute URL.";
        if (RunbookRoot is { } root && !(root.IsAbsoluteUri && root.AbsoluteUri.EndsWith('/')))
            yield return $"RunbookRoot '{root}' is not an absolute URL with a trailing slash.";
    }
}

/// <summary>An application in <c>compose.yaml</c>. Immutable.</summary>
/// <param name="Name">The name of the service, which is the <see cref="ScrapeDefinition.Host"/> of its catalog.</param>
public sealed record ComposeService(string Name)
{
    /// <summary>The name of the image, also of one built from <see cref="BuildContext"/>; null (the default) for the name that Compose assigns.</summary>
    public string? Image { get; init; }

    /// <summary>The folder with the Dockerfile, relative to <c>compose.yaml</c>; null (the default) for an existing image.</summary>
    public string? BuildContext { get; init; }

    /// <summary>The command line; empty (the default) for the command of the image.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>
    /// The mounted volumes in the syntax of Compose: <c>shop-data:/data</c> for a named volume, which is declared as well, or <c>./data:/data</c> for a
    /// folder; none by default.
    /// </summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>The published ports in the syntax of Compose, such as <c>127.0.0.1:8001:8000</c>; none by default.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    internal IEnumerable<string> NamedVolumes => Volumes.Select(volume => volume.Split(':')[0]).Where(source => source.Length > 0 && source[0] is not ('.' or '/' or '~'));
}
