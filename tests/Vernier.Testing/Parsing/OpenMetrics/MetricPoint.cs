namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>The samples of one metric at one point in time. The labels exclude "le", "quantile" and the state.</summary>
internal sealed class MetricPoint(ParsedFamily family, LabelSet labels)
{
    private readonly List<ParsedSample> _samples = [];

    public ParsedFamily Family { get; } = family;

    public LabelSet Labels { get; } = labels;

    public IReadOnlyList<ParsedSample> Samples => _samples;

    public void Add(ParsedSample sample) => _samples.Add(sample);

    public ParsedSample? Find(string suffix) => _samples.Find(sample => sample.Name == Family.Name + suffix);

    public ExpositionParseException Error(string reason) => new(_samples[0].Position, $"{Family.Name}{Labels} {reason}");
}
