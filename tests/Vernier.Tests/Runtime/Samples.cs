using System.Globalization;

namespace Vernier.Tests.Runtime;

/// <summary>The samples of a scrape, by series, for example <c>x_total{label="a"}</c>.</summary>
internal sealed class Samples
{
    private readonly Dictionary<string, double> _values;

    private Samples(string text)
    {
        Text = text;
        _values = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => Parse(line[(line.LastIndexOf(' ') + 1)..]));
    }

    public string Text { get; }

    public double this[string series] => _values.TryGetValue(series, out var value)
        ? value
        : throw new KeyNotFoundException($"{series} is not among the samples:\n{Text}");

    public static Samples Of(MetricRegistry registry) => new(registry.ToText());

    public bool Has(string series) => _values.ContainsKey(series);

    private static double Parse(string value) => value == "+Inf" ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture);
}
