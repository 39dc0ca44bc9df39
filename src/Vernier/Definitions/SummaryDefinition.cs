using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier;

/// <summary>
/// Defines a summary: the sum and count of all observations, and quantiles over a sliding time window. See <see cref="Summary"/> for when to use one.
/// </summary>
public record SummaryDefinition : MetricDefinition
{
    internal const int MaxQuantiles = 100;

    /// <summary>Defines a summary.</summary>
    /// <param name="name">The name of the metric, without <c>_sum</c> or <c>_count</c>.</param>
    /// <param name="help">One sentence that describes what is observed.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public SummaryDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Summary;

    /// <summary>
    /// Gets the quantiles to expose, each in [0, 1], strictly ascending, at most 100; empty for only the sum and the count. 0.5, 0.9 and 0.99 by
    /// default. Values are accurate to 0.4 %; <see cref="MaxAge"/> is the window.
    /// </summary>
    public IReadOnlyList<double> Quantiles { get; init => field = value is null ? value! : [.. value]; } = [0.5, 0.9, 0.99];

    /// <summary>
    /// Gets the maximum age of an observation in the quantiles: 1 second to 1 day, 10 minutes by default. The window moves in steps of a fifth, so an
    /// observation leaves it at an age between 4/5 and 5/5 of this value.
    /// </summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);

    internal override void Validate()
    {
        base.Validate();
        Require(Quantiles is not null, "Quantiles is null.");
        Require(Quantiles.Count <= MaxQuantiles, $"{Quantiles.Count} quantiles; a summary has at most {MaxQuantiles}.");
        for (var i = 0; i < Quantiles.Count; i++)
        {
            Require(Quantiles[i] is >= 0 and <= 1, $"quantile {Quantiles[i]} is not in [0, 1].");
            Require(i == 0 || Quantiles[i] > Quantiles[i - 1], $"quantiles are not strictly ascending: {Quantiles[i]} follows {Quantiles[Math.Max(i - 1, 0)]}.");
        }
        Require(MaxAge >= TimeSpan.FromSeconds(1) && MaxAge <= TimeSpan.FromDays(1), $"MaxAge is {MaxAge}; it must be between 1 second and 1 day.");
    }
}

/// <summary>Defines a summary whose labels are the properties of a record struct, so that the compiler checks them.</summary>
/// <typeparam name="TLabels">The label set: a record struct whose properties are strings, enums or booleans.</typeparam>
public sealed record SummaryDefinition<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels> : SummaryDefinition
    where TLabels : struct
{
    /// <summary>Defines a summary.</summary>
    /// <param name="name">The name of the metric, without <c>_sum</c> or <c>_count</c>.</param>
    /// <param name="help">One sentence that describes what is observed.</param>
    /// <param name="file">Supplied by the compiler: the source file of the definition.</param>
    /// <param name="line">Supplied by the compiler: the line of the definition.</param>
    public SummaryDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    private protected override IReadOnlyList<LabelDefinition> DeriveLabels() => LabelSet.LabelsOf(typeof(TLabels));
}
