namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>
/// Divides the samples of a family into metrics and their points: "Metrics MUST NOT be interleaved", "MetricPoints MUST NOT be
/// interleaved", and the timestamps of a metric increase monotonically.
/// </summary>
internal static class MetricPoints
{
    public static IReadOnlyList<MetricPoint> Of(ParsedFamily family)
    {
        var points = new List<MetricPoint>();
        var metrics = new HashSet<LabelSet>();
        var series = new HashSet<(string Name, LabelSet Labels)>(); // of the last point
        foreach (var sample in family.Samples)
        {
            var metric = MetricLabels(family, sample);
            if (points.Count == 0 || !points[^1].Labels.Equals(metric))
            {
                if (!metrics.Add(metric))
                    throw new ExpositionParseException(sample.Position, $"the samples of {family.Name}{metric} are not adjacent");
                points.Add(new MetricPoint(family, metric));
                series.Clear();
            }
            else if (StartsPoint(points[^1], sample, series.Contains((sample.Name, sample.Labels))))
            {
                points.Add(new MetricPoint(family, metric));
                series.Clear();
            }

            series.Add((sample.Name, sample.Labels));
            points[^1].Add(sample);
        }

        return points;
    }

    private static bool StartsPoint(MetricPoint last, ParsedSample sample, bool isRepeated)
    {
        var time = last.Samples[0].Timestamp;
        if (time is null != sample.Timestamp is null)
            throw new ExpositionParseException(sample.Position, $"either all samples of {last.Family.Name}{last.Labels} have a timestamp or none");
        if (time is null && isRepeated)
            throw new ExpositionParseException(sample.Position, $"a second sample of the series {sample}");
        if (sample.Timestamp < time)
            throw new ExpositionParseException(sample.Position, $"the timestamp {sample.RawTimestamp} is before that of the sample above");

        // Equal times do not break "monotonically increasing", and the specification's own test suite has them.
        return sample.Timestamp > time || isRepeated;
    }

    private static LabelSet MetricLabels(ParsedFamily family, ParsedSample sample) => family.Type switch
    {
        ParsedFamilyType.Histogram or ParsedFamilyType.GaugeHistogram when sample.Name == family.Name + "_bucket" => sample.Labels.Without("le"),
        ParsedFamilyType.Summary when sample.Name == family.Name => sample.Labels.Without("quantile"),
        ParsedFamilyType.StateSet => sample.Labels.Without(family.Name),
        _ => sample.Labels,
    };
}
