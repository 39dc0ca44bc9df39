namespace Vernier.Families;

/// <summary>Bounds the number of series. Label values beyond a limit are folded into an overflow series; recordings are never dropped. Used under the family's lock.</summary>
internal sealed class SeriesLimits
{
    /// <summary>The label value that replaces those beyond a limit.</summary>
    public const string Overflow = "_overflow";

    private readonly int _maxSeries;
    private readonly LabelDefinition[] _labels;
    private readonly HashSet<string>?[] _seen;

    public SeriesLimits(MetricDefinition definition, int defaultMaxSeries)
    {
        _maxSeries = definition.MaxSeries > 0 ? definition.MaxSeries : defaultMaxSeries > 0 ? defaultMaxSeries : int.MaxValue;
        _labels = [.. definition.Labels];
        _seen = [.. _labels.Select(l => l.MaxValues > 0 && l.Values is null ? new HashSet<string>() : null)];
    }

    /// <summary>Replaces each value that exceeds the limit of its label, and returns whether it replaced any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not one of the allowed values of its label.</exception>
    public bool FoldValues(string[] values)
    {
        var folded = false;
        for (var i = 0; i < values.Length; i++)
        {
            if (_labels[i].Values is { } closed && !closed.Contains(values[i]))
                throw new ArgumentOutOfRangeException(_labels[i].Name, values[i], $"The value is not allowed; allowed values are: {string.Join(", ", closed)}.");
            if (_seen[i] is { } seen && seen.Count >= _labels[i].MaxValues && values[i].Length > 0 && !seen.Contains(values[i]))
            {
                values[i] = Overflow;
                folded = true;
            }
        }
        return folded;
    }

    /// <summary>Whether a family with this number of series cannot have another one.</summary>
    public bool IsFull(int seriesCount) => seriesCount >= _maxSeries;

    /// <summary>Counts the values of a series that was added.</summary>
    public void Added(ReadOnlySpan<string> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != Overflow && values[i].Length > 0)
                _seen[i]?.Add(values[i]);
        }
    }

    /// <summary>Forgets all values; the caller adds those of the remaining series again.</summary>
    public void Clear()
    {
        foreach (var seen in _seen)
            seen?.Clear();
    }

    /// <summary>Whether a label has a limit, so that a removed series can make room for another value.</summary>
    public bool LimitsValues => _seen.Any(s => s is not null);
}
