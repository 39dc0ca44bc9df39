using System.Globalization;
using System.Text.RegularExpressions;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports values that a label with a closed set of values never has.</summary>
internal sealed class UnknownLabelValueRule : IQueryRule
{
    private const int MaxListed = 12;

    public IEnumerable<QueryFinding> Check(Query query)
    {
        foreach (var selector in query.Tree.Selectors())
        {
            if (query.Series(selector) is not { } series)
                continue;
            foreach (var matcher in selector.Matchers)
            {
                if (Values(series, matcher.Name) is { } values && !matcher.Value.Contains('$') && !CanMatch(matcher, values))
                {
                    yield return new(LintRules.UnknownLabelValue, selector, $"Label {matcher.Name} of {series.Metric.Name} never has the value in {matcher}.",
                        NameSuggestion.For(matcher.Value, values) is { } similar ? $"Did you mean {similar}?"
                            : $"Use one of {string.Join(", ", values.Take(MaxListed))}{(values.Count > MaxListed ? $" and {values.Count - MaxListed} more" : "")}.");
                }
            }
        }
    }

    private static IReadOnlyList<string>? Values(KnownSeries series, string label) => label == series.ExtraLabel
        ? Numbers(series)?.Select(number => number.ToString("R", CultureInfo.InvariantCulture)).Append("+Inf").ToArray()
        : series.Metric.Labels?.FirstOrDefault(known => known.Name == label)?.Values;

    /// <summary>Returns the values of <c>le</c> or <c>quantile</c>.</summary>
    private static IReadOnlyList<double>? Numbers(KnownSeries series) => series.Part is SeriesPart.Bucket ? series.Metric.Buckets : series.Metric.Quantiles;

    /// <summary>Negative matchers are checked too: excluding a value that never occurs has no effect and is probably a typo.</summary>
    private static bool CanMatch(LabelMatcher matcher, IReadOnlyList<string> values) => matcher.Operator switch
    {
        _ when matcher.Value.Length == 0 => true,
        // Prometheus compares le and quantile as text, but 1 and 1.0 are both common.
        MatchOperator.Equal or MatchOperator.NotEqual => values.Contains(matcher.Name is MetricSeries.BucketLabel or MetricSeries.QuantileLabel ? NormalizeNumber(matcher.Value) : matcher.Value),
        // A regex that .NET rejects is not judged.
        _ => CreateRegex(matcher.Value) is not { } regex || values.Any(regex.IsMatch),
    };

    private static string NormalizeNumber(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : value;

    private static Regex? CreateRegex(string pattern)
    {
        try
        {
            return new Regex($"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
