using Vernier.Benchmarks.Compare.Measuring;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>A number that a row shows for each contestant.</summary>
/// <param name="Of">The part of the measurement.</param>
/// <param name="Unit">The unit in which it is shown, and in which reaches are stated.</param>
/// <param name="Per">By what the measured number is divided for it.</param>
internal sealed record Figure(Measure Of, string Unit, double Per = 1)
{
    private const double NanosecondsOfMillisecond = 1e6;

    /// <summary>For an operation of some nanoseconds.</summary>
    public static IReadOnlyList<Figure> ForRecording { get; } = [new(Measure.Median, "ns"), new(Measure.Allocated, "B")];

    /// <summary>The time of a whole call.</summary>
    public static Figure Milliseconds { get; } = new(Measure.Median, "ms", NanosecondsOfMillisecond);

    public double ValueOf(Measurement measurement) =>
        // To a hundredth of a byte: one allocation somewhere in a hundred million calls is none.
        Of == Measure.Median ? measurement.Median / Per : Math.Round(measurement.Bytes / Per, 2);

    public string TextOf(Measurement measurement) => $"{Numbers.Text(ValueOf(measurement))} {Unit}";
}
