using System.Runtime.CompilerServices;

namespace Vernier;

/// <summary>Defines a summary: the sum and count of all observations, and quantiles of those in a sliding window of time.</summary>
public record SummaryDefinition : MetricDefinition
{
    internal const int MaxQuantiles = 100;

    /// <summary>Defines a summary.</summary>
    /// <param name="name">The family's name, without <c>_sum</c> or <c>_count</c>.</param>
    /// <param name="help">One sentence that says what is observed.</param>
    /// <param name="file">Given by the compiler: where the definition stands.</param>
    /// <param name="line">Given by the compiler: where the definition stands.</param>
    public SummaryDefinition(string name, string help, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        : base(name, help, file, line)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Summary;

    /// <summary>
    /// The quantiles to expose, each in [0, 1], strictly ascending, 100 at most; none leaves only the sum and the count. By default 0.5, 0.9, 0.99.
    /// They are exact to 0.4 % of the value; see <see cref="MaxAge"/> for the window.
    /// </summary>
    public IReadOnlyList<double> Quantiles { get; init => field = value is null ? value! : [.. value]; } = [0.5, 0.9, 0.99];

    /// <summary>How old an observation may be to count in the quantiles: 1 second to 1 day, by default 10 minutes. It leaves them between 4/5 and 5/5 of it.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);

    internal override void Validate()
    {
        base.Validate();
        Require(Quantiles is not null, "the quantiles are null.");
        Require(Quantiles.Count <= MaxQuantiles, $"it has {Quantiles.Count} quantiles; allowed are {MaxQuantiles} at most.");
        for (var i = 0; i < Quantiles.Count; i++)
        {
            Require(Quantiles[i] is >= 0 and <= 1, $"the quantile {Quantiles[i]} is not in [0, 1].");
            Require(i == 0 || Quantiles[i] > Quantiles[i - 1], $"the quantiles are not strictly ascending: {Quantiles[i]} follows {Quantiles[Math.Max(i - 1, 0)]}.");
        }
        Require(MaxAge >= TimeSpan.FromSeconds(1) && MaxAge <= TimeSpan.FromDays(1), $"MaxAge is {MaxAge}; allowed is 1 second to 1 day.");
    }
}
