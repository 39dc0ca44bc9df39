namespace Vernier.Testing;

/// <summary>Registers a definition of any type with one series, whose label values are <c>v</c>.</summary>
internal static class AnyDefinition
{
    public static void Make(MetricRegistry registry, MetricDefinition definition)
    {
        switch (definition)
        {
            case CounterDefinition counter:
                registry.CounterFamily(counter).With(Values(counter));
                break;
            case GaugeDefinition gauge:
                registry.GaugeFamily(gauge).With(Values(gauge));
                break;
            case HistogramDefinition histogram:
                registry.HistogramFamily(histogram).With(Values(histogram));
                break;
            case SummaryDefinition summary:
                registry.SummaryFamily(summary).With(Values(summary));
                break;
            case StateSetDefinition states:
                registry.StateSetFamily(states).With(Values(states));
                break;
            case InfoDefinition<Fact> info:
                registry.Info(info).Set(new("v"));
                break;
            default:
                throw new NotSupportedException($"{definition.GetType()} is not supported.");
        }
    }

    private static string[] Values(MetricDefinition definition) => [.. definition.Labels.Select(l => l.Values?[0] ?? "v")];
}
