namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>Applies the rules of its type to each point. A gauge and an unknown may be any number.</summary>
internal sealed class PointRules(bool requireCanonicalNumbers)
{
    private readonly BoundLabel _bounds = new(requireCanonicalNumbers);

    public void Check(MetricPoint point)
    {
        switch (point.Family.Type)
        {
            case ParsedFamilyType.Counter:
                CounterRules.Check(point);
                break;
            case ParsedFamilyType.Histogram or ParsedFamilyType.GaugeHistogram:
                HistogramRules.Check(point, _bounds);
                break;
            case ParsedFamilyType.Summary:
                SummaryRules.Check(point, _bounds);
                break;
            case ParsedFamilyType.Info:
                InfoRules.Check(point);
                break;
            case ParsedFamilyType.StateSet:
                StateSetRules.Check(point);
                break;
        }
    }
}
