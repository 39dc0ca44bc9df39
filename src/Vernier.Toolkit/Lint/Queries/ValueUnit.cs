namespace Vernier.Toolkit.Lint.Queries;

/// <summary>The unit of a value, e.g. bytes or bytes per second.</summary>
/// <param name="Name">The unit in the plural, as Prometheus spells it; <see cref="Events"/> for counts.</param>
/// <param name="PerSecond">Whether the value is a rate.</param>
internal sealed record ValueUnit(string Name, bool PerSecond = false)
{
    public const string Events = "events";
    public const string Seconds = "seconds";
    public const string Milliseconds = "milliseconds";
    public const string Bytes = "bytes";

    /// <summary>A ratio from 0 to 1.</summary>
    public const string Ratio = "ratio";

    /// <summary>A ratio from 0 to 100.</summary>
    public const string Percent = "percent";

    public override string ToString() => PerSecond ? $"{Name} per second" : Name;
}
