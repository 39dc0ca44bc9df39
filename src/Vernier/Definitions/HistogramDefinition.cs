using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>
/// Defines a histogram with classic buckets: observations counted by upper bound, with their sum and count. See <see cref="Histogram"/> for when to
/// use one.
/// </summary>
public record HistogramDefinition : MetricDefinition
{
    /// <summary>Defines a histogram.</summary>
    /// <param name="name">The name of the metric, without <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
    /// <param name="help">One sentence that describes what is observed.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public HistogramDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Histogram;

    /// <summary>
    /// Gets the inclusive upper bounds in the metric's unit: 1 to 1000, strictly ascending and finite. The bucket <c>+Inf</c> is always added.
    /// <see cref="Vernier.Buckets.Seconds"/> by default.
    /// </summary>
    public IReadOnlyList<double> Buckets { get; init => field = value is null ? value! : [.. value]; } = Vernier.Buckets.Seconds;

    internal override void Validate()
    {
        base.Validate();
        Require(Buckets is not null, "Buckets is null.");
        Require(Buckets.Count is > 0 and <= Vernier.Buckets.MaxCount, $"{Buckets.Count} buckets; a histogram has 1 to {Vernier.Buckets.MaxCount}.");
        for (var i = 0; i < Buckets.Count; i++)
        {
            Require(double.IsFinite(Buckets[i]), $"bucket bound {Buckets[i]} is not finite; +Inf is added automatically.");
            Require(i == 0 || Buckets[i] > Buckets[i - 1], $"bucket bounds are not strictly ascending: {Buckets[i]} follows {Buckets[Math.Max(i - 1, 0)]}.");
        }
    }
}

/// <summary>Defines a histogram whose labels are the properties of a record struct, so that the compiler checks them.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed record HistogramDefinition<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : HistogramDefinition
    where TLabels : struct
{
    /// <summary>Defines a histogram.</summary>
    /// <param name="name">The name of the metric, without <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
    /// <param name="help">One sentence that describes what is observed.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public HistogramDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    private protected override IReadOnlyList<LabelDefinition> DeriveLabels() => LabelSet.LabelsOf(typeof(TLabels));
}
