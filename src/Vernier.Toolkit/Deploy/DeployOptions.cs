namespace Vernier.Toolkit.Deploy;

/// <summary>What the generated files need to know beside the catalogs. Immutable.</summary>
public sealed record DeployOptions
{
    /// <summary>The applications in <c>compose.yaml</c>; none by default.</summary>
    public IReadOnlyList<ComposeService> Applications { get; init; } = [];

    /// <summary>Where Alertmanager sends alerts, as a webhook; null (the default) for nowhere: they are seen in Alertmanager alone.</summary>
    public Uri? AlertWebhook { get; init; }

    /// <summary>
    /// What stands before runbooks that are given as paths, so that notifications link to them: <c>https://git.example.org/shop/blob/main/</c>, with a slash
    /// at its end. Null (the default): they stay paths.
    /// </summary>
    public Uri? RunbookRoot { get; init; }

    /// <summary>
    /// Where a trace is looked at, with <c>{trace}</c> in place of its id, e.g. <c>http://localhost:16686/trace/{trace}</c> (Jaeger, the default).
    /// Exemplars link there; null: they have no link.
    /// </summary>
    public string? TraceUrl { get; init; } = "http://localhost:16686/trace/{trace}";
}
