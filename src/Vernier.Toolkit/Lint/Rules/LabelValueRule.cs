using System.Globalization;
using System.Text.RegularExpressions;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Values that a label cannot take, because its set of values is closed.</summary>
internal sealed class LabelValueRule : IQueryRule
{
    private const int Shown = 12;

    public IEnumerable<Remark> Check(Query query)
    {
        foreach (var selector in query.Tree.Selectors())
        {
            if (query.Series(selector) is not { } series)
                continue;
            foreach (var matcher in selector.Matchers)
            {
                if (Values(series, matcher.Name) is { } values && !matcher.Value.Contains('$') && !CanMatch(matcher, values))
                {
                    yield return new(LintRules.UnknownLabelValue, selector, $"The label {matcher.Name} of {series.Metric.Name} is never {matcher.Value}: {matcher}.",
                        Nearness.Best(matcher.Value, values) is { } near
                            ? $"Is {near} meant?"
                            : $"It is one of {string.Join(", ", values.Take(Shown))}{(values.Count > Shown ? $" and {values.Count - Shown} more" : "")}.");
                }
            }
        }
    }

    private static IReadOnlyList<string>? Values(KnownSeries series, string label) => label == series.OwnLabel
        ? Bounds(series)?.Select(bound => bound.ToString("R", CultureInfo.InvariantCulture)).Append("+Inf").ToArray()
        : series.Metric.Labels?.FirstOrDefault(known => known.Name == label)?.Values;

    /// <summary>What the labels le and quantile can be, which Prometheus compares as text and people write as numbers.</summary>
    private static IReadOnlyList<double>? Bounds(KnownSeries series) => series.Part is SeriesPart.Bucket ? series.Metric.Buckets : series.Metric.Quantiles;

    /// <summary>A condition that a value is not one which it never is, is idle and most likely a slip, too.</summary>
    private static bool CanMatch(LabelMatcher matcher, IReadOnlyList<string> values) => matcher.Operator switch
    {
        _ when matcher.Value.Length == 0 => true,
        MatchOperator.Equal or MatchOperator.NotEqual => values.Contains(matcher.Name is "le" or "quantile" ? AsNumber(matcher.Value) : matcher.Value),
        // A pattern that .NET reads otherwise than Prometheus is left alone.
        _ => Pattern(matcher.Value) is not { } pattern || values.Any(pattern.IsMatch),
    };

    private static string AsNumber(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : value;

    private static Regex? Pattern(string text)
    {
        try
        {
            return new Regex($"^(?:{text})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
