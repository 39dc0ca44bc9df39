using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports panels whose unit differs from the unit of the values.</summary>
internal sealed class PanelUnitRule : IQueryRule
{
    private static readonly Dictionary<string, ValueUnit> GrafanaUnits = new()
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

    public IEnumerable<QueryFinding> Check(Query query)
    {
        if (!GrafanaUnits.TryGetValue(query.Source.Unit, out var panelUnit) || query.Units.Of(query.Tree) is not { } inferred
            || !GrafanaUnits.ContainsValue(inferred with { PerSecond = false }))
        {
            yield break;
        }

        // Seconds per second are the fraction of time spent, a ratio.
        var unit = inferred is { Name: ValueUnit.Seconds, PerSecond: true } ? new(ValueUnit.Ratio) : inferred;
        if (unit != panelUnit)
        {
            yield return new(LintRules.PanelUnit, query.Tree, $"The values are in {unit}, but the panel shows {panelUnit} ({query.Source.Unit}).",
                GrafanaUnits.FirstOrDefault(known => known.Value == unit).Key is { } id ? $"Set the unit to {id}." : null);
        }
    }
}
