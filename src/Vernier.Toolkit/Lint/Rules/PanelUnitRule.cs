using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Panels whose unit is not that of the value.</summary>
internal sealed class PanelUnitRule : IQueryRule
{
    private static readonly Dictionary<string, ValueUnit> OfGrafana = new()
    {
        ["s"] = new(ValueUnit.Seconds),
        ["ms"] = new(ValueUnit.Milliseconds),
        ["bytes"] = new(ValueUnit.Bytes),
        ["decbytes"] = new(ValueUnit.Bytes),
        ["Bps"] = new(ValueUnit.Bytes, PerSecond: true),
        ["binBps"] = new(ValueUnit.Bytes, PerSecond: true),
        ["percentunit"] = new(ValueUnit.Ratio),
        ["percent"] = new(ValueUnit.Percent),
    };

    public IEnumerable<Remark> Check(Query query)
    {
        if (!OfGrafana.TryGetValue(query.Subject.Unit, out var shown) || query.Units.Of(query.Tree) is not { } unit || !OfGrafana.ContainsValue(unit with { PerSecond = false }))
            yield break;
        // Seconds in each second are a share of the time.
        var value = unit is { Name: ValueUnit.Seconds, PerSecond: true } ? new(ValueUnit.Ratio) : unit;
        if (value != shown)
        {
            yield return new(LintRules.PanelUnit, query.Tree, $"The values are {value}, and the panel shows them as {shown} ({query.Subject.Unit}).",
                OfGrafana.FirstOrDefault(known => known.Value == value).Key is { } right ? $"Use the unit {right}." : "Use the unit of the values.");
        }
    }
}
