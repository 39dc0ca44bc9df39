namespace Vernier.Catalog;

/// <summary>Defines a dashboard. Immutable.</summary>
/// <param name="Title">The title.</param>
/// <param name="Uid">The identifier by which Grafana recognizes the dashboard: 1 to 40 letters, digits, dashes and underscores.</param>
public sealed record DashboardDefinition(string Title, string Uid)
{
    private readonly string? _fileName;

    /// <summary>
    /// Gets the name of the generated file without extension: letters, digits, dashes and underscores, unique among all dashboards. By default the UID.
    /// </summary>
    public string FileName
    {
        get => _fileName ?? Uid;
        init => _fileName = value;
    }

    /// <summary>Gets the audience and purpose of the dashboard. Empty by default.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets the tags. Empty by default.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets the refresh interval, in whole seconds: 30 seconds by default, zero for no refresh.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the initial time range, in whole minutes; one hour by default.</summary>
    public TimeSpan Range { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets the labels that become variables of the dashboard, in addition to data source, job and instance. Empty by default. Each query whose metric
    /// has the label is filtered by it.
    /// </summary>
    public IReadOnlyList<LabelDefinition> Variables { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets the panels, in order. Panels of the same row are adjacent.</summary>
    public required IReadOnlyList<PanelDefinition> Panels { get; init => field = value is null ? value! : [.. value]; }
}
