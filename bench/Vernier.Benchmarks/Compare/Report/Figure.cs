using Vernier.Benchmarks.Compare.Measuring;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>A number that a row shows for each library.</summary>
/// <param name="Of">The part of the measurement.</param>
/// <param name="Unit">The unit of the figure and of its targets.</param>
/// <param name="Per">The divisor of the measured number.</param>
internal sealed record Figure(Measure Of, string Unit, double Per = 1)
{
    private const double NanosecondsOfMillisecond = 1e6;

    /// <summary>The figures of an operation that takes a few nanoseconds.</summary>
    public static IReadOnlyList<Figure> ForRecording { get; } = [new(Measure.Median, "ns"), new(Measure.Allocated, "B")];

    /// <summary>The time of a whole call.</summary>
    public static Figure Milliseconds { get; } = new(Measure.Median, "ms", NanosecondsOfMillisecond);

    public double ValueOf(Measurement measurement) =>
        // Rounded to a hundredth of a byte, so that a single allocation in a hundred million calls does not count.
        Of == Measure.Median ? measurement.Median / Per : Math.Round(measurement.Bytes / Per, 2);

    public string TextOf(Measurement measurement) => $"{Numbers.Text(ValueOf(measurement))} {Unit}";
}

/// <summary>The part of a measurement that a figure shows.</summary>
internal enum Measure
{
    /// <summary>The median: usually a time.</summary>
    Median,

    /// <summary>The bytes that a call allocated.</summary>
    Allocated,
}
