using System.Runtime.InteropServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>Bounds the number of series. Label values beyond a limit are folded into an overflow series; recordings are never dropped. Used under the family's lock.</summary>
internal sealed class SeriesLimits
{
    /// <summary>The label value that replaces those beyond a limit.</summary>
    public const string Overflow = "_overflow";

    private readonly int _maxSeries;
    private readonly LabelDefinition[] _labels;
    private readonly Dictionary<string, int>?[] _seen; // The number of series with each value of a limited label.

    public SeriesLimits(MetricDefinition definition, int defaultMaxSeries)
    {
        _maxSeries = definition.MaxSeries > 0 ? definition.MaxSeries : defaultMaxSeries > 0 ? defaultMaxSeries : int.MaxValue;
        _labels = [.. definition.Labels];
        _seen = [.. _labels.Select(l => l.MaxValues > 0 && l.Values is null ? new Dictionary<string, int>() : null)];
        LimitsValues = _seen.Any(s => s is not null);
    }

    /// <summary>Whether a label has a limit, so that a value can be folded although the family is not full.</summary>
    public bool LimitsValues { get; }

    /// <summary>Replaces each value that exceeds the limit of its label, and returns whether it replaced any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not one of the allowed values of its label.</exception>
    public bool FoldValues(Span<string> values)
    {
        var folded = false;
        for (var i = 0; i < values.Length; i++)
        {
            if (_labels[i].Values is { } closed && !closed.Contains(values[i]))
                throw new ArgumentOutOfRangeException(_labels[i].Name, values[i], $"The value is not allowed; allowed values are: {string.Join(", ", closed)}.");
            if (_seen[i] is { } seen && seen.Count >= _labels[i].MaxValues && values[i].Length > 0 && !seen.ContainsKey(values[i]))
            {
                values[i] = Overflow;
                folded = true;
            }
        }
        return folded;
    }

    /// <summary>Whether <see cref="FoldValues"/> or the normalization of values could return others than these, or throw.</summary>
    public bool MayReplace(ReadOnlySpan<string> values)
    {
        if (LimitsValues)
            return true;
        for (var i = 0; i < values.Length; i++)
        {
            if (LabelValue.HasSurrogates(values[i]) || (_labels[i].Values is { } closed && !closed.Contains(values[i])))
                return true;
        }
        return false;
    }

    /// <summary>Whether a family with this number of series cannot have another one.</summary>
    public bool IsFull(int seriesCount) => seriesCount >= _maxSeries;

    /// <summary>Counts the values of a series that was added.</summary>
    public void Added(ReadOnlySpan<string> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (_seen[i] is { } seen && Counts(values[i]))
                CollectionsMarshal.GetValueRefOrAddDefault(seen, values[i], out _)++;
        }
    }

    /// <summary>Discounts the values of a series that was removed. A value that no series has any more makes room for another one.</summary>
    public void Removed(ReadOnlySpan<string> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (_seen[i] is { } seen && Counts(values[i]) && --CollectionsMarshal.GetValueRefOrNullRef(seen, values[i]) == 0)
                seen.Remove(values[i]);
        }
    }

    private static bool Counts(string value) => value != Overflow && value.Length > 0;
}
