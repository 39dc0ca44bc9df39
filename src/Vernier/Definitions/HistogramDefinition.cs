using System.Runtime.CompilerServices;

namespace Vernier;

/// <summary>Defines a histogram with classic buckets: observations counted by upper bound, with their sum and count.</summary>
public record HistogramDefinition : MetricDefinition
{
    /// <summary>Defines a histogram.</summary>
    /// <param name="name">The family's name, without <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
    /// <param name="help">One sentence that says what is observed.</param>
    /// <param name="file">Given by the compiler: where the definition stands.</param>
    /// <param name="line">Given by the compiler: where the definition stands.</param>
    public HistogramDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Histogram;

    /// <summary>
    /// The inclusive upper bounds, strictly ascending and finite, in the metric's unit; the bucket <c>+Inf</c> is always there and is not stated.
    /// At least one, at most 1000. By default <see cref="Vernier.Buckets.Seconds"/>.
    /// </summary>
    public IReadOnlyList<double> Buckets { get; init => field = value is null ? value! : [.. value]; } = Vernier.Buckets.Seconds;

    internal override void Validate()
    {
        base.Validate();
        Require(Buckets is not null, "the buckets are null.");
        Require(Buckets.Count is > 0 and <= Vernier.Buckets.MaxCount, $"it has {Buckets.Count} buckets; allowed are 1 to {Vernier.Buckets.MaxCount}.");
        for (var i = 0; i < Buckets.Count; i++)
        {
            Require(double.IsFinite(Buckets[i]), $"the bucket bound {Buckets[i]} is not finite; +Inf is added by itself.");
            Require(i == 0 || Buckets[i] > Buckets[i - 1], $"the bucket bounds are not strictly ascending: {Buckets[i]} follows {Buckets[Math.Max(i - 1, 0)]}.");
        }
    }
}
