using System.Diagnostics;
using Vernier.Families;

namespace Vernier;

/// <summary>
/// A reference from a recording to something outside the metrics, usually the trace it happened in
/// (OpenMetrics 1.0.0, section Exemplars). Immutable.
/// </summary>
public sealed class Exemplar
{
    /// <summary>The names and values of an exemplar's labels may have this many characters together.</summary>
    public const int MaxLength = 128;

    /// <summary>Creates an exemplar to be passed to a recording, which adds the value and the time.</summary>
    /// <param name="labels">The labels; their names are checked and differ, and names and values together have 128 characters at most.</param>
    /// <exception cref="ArgumentException">A label is not allowed, or they are too long.</exception>
    public Exemplar(params ReadOnlySpan<KeyValuePair<string, string>> labels)
        : this([.. labels.ToArray().Select(l => KeyValuePair.Create(l.Key, LabelValue.Normalize(l.Value)))], 0, default)
    {
        var length = 0;
        var names = new HashSet<string>();
        foreach ((var name, var value) in labels)
        {
            if (!Vernier.MetricNames.IsLabelName(name))
                throw new ArgumentException($"'{name}' is not a valid label name; it must match [a-zA-Z_][a-zA-Z0-9_]*.", nameof(labels));
            if (!names.Add(name))
                throw new ArgumentException($"Duplicate label '{name}'.", nameof(labels));
            length += LabelValue.CharacterCount(name) + LabelValue.CharacterCount(value);
        }
        if (length > MaxLength)
            throw new ArgumentException($"The exemplar's labels have {length} characters; allowed are {MaxLength}.", nameof(labels));
    }

    private Exemplar(KeyValuePair<string, string>[] labels, double value, DateTimeOffset timestamp)
    {
        Labels = labels;
        Value = value;
        Timestamp = timestamp;
    }

    /// <summary>The labels, such as <c>trace_id</c> and <c>span_id</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; }

    /// <summary>The value that was recorded.</summary>
    public double Value { get; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The exemplar <c>{trace_id, span_id}</c> of an activity that is sampled; null for one that is not, and without one.</summary>
    /// <param name="activity">The activity, usually <see cref="Activity.Current"/>.</param>
    public static Exemplar? FromActivity(Activity? activity) => activity is { Recorded: true, IdFormat: ActivityIdFormat.W3C }
        ? new Exemplar([new("trace_id", activity.TraceId.ToHexString()), new("span_id", activity.SpanId.ToHexString())], 0, default)
        : null;

    internal Exemplar At(double value, DateTimeOffset timestamp) => new((KeyValuePair<string, string>[])Labels, value, timestamp);
}
