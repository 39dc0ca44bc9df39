using System.Diagnostics;
using Vernier.Definitions;

namespace Vernier;

/// <summary>
/// A reference from a recording to data outside of the metrics, usually the trace in which the recording was made (OpenMetrics 1.0.0,
/// "Exemplars"). Immutable.
/// </summary>
public sealed class Exemplar
{
    /// <summary>The maximum number of Unicode characters of all names and values of an exemplar's labels.</summary>
    public const int MaxLength = 128;

    /// <summary>Creates an exemplar to pass to a recording, which adds the value and the time.</summary>
    /// <param name="labels">The labels, with valid and different names; names and values have at most 128 characters in total.</param>
    /// <exception cref="ArgumentException">A label name is invalid or used twice, or the labels are too long.</exception>
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
            throw new ArgumentException($"The labels of the exemplar have {length} characters; the maximum is {MaxLength}.", nameof(labels));
    }

    private Exemplar(KeyValuePair<string, string>[] labels, double value, DateTimeOffset timestamp)
    {
        Labels = labels;
        Value = value;
        Timestamp = timestamp;
    }

    /// <summary>Gets the labels, such as <c>trace_id</c> and <c>span_id</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; }

    /// <summary>Gets the recorded value.</summary>
    public double Value { get; }

    /// <summary>Gets the time of the recording; to a few milliseconds if the exemplar is that of the current activity.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>Creates the exemplar <c>{trace_id, span_id}</c> of an activity; null if the activity is null or not sampled.</summary>
    /// <param name="activity">The activity, usually <see cref="Activity.Current"/>.</param>
    public static Exemplar? FromActivity(Activity? activity) => activity is { Recorded: true, IdFormat: ActivityIdFormat.W3C }
        ? new Exemplar([new("trace_id", activity.TraceId.ToHexString()), new("span_id", activity.SpanId.ToHexString())], 0, default)
        : null;

    internal static Exemplar OfTrace(ActivityTraceId traceId, ActivitySpanId spanId, double value, DateTimeOffset timestamp) =>
        new([new("trace_id", traceId.ToHexString()), new("span_id", spanId.ToHexString())], value, timestamp);

    internal Exemplar At(double value, DateTimeOffset timestamp) => new((KeyValuePair<string, string>[])Labels, value, timestamp);
}
