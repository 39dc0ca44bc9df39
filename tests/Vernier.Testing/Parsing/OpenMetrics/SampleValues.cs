namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>The valid values of samples of any type of family. A missing sample is valid.</summary>
internal static class SampleValues
{
    /// <summary>Counts and buckets "MUST be integers" and "MUST NOT be NaN or negative".</summary>
    public static void RequireCount(ParsedSample? sample)
    {
        if (sample is not null && !(sample.Value >= 0 && double.IsInteger(sample.Value)))
            throw new ExpositionParseException(sample.ValuePosition, $"{sample} must be an integer and not negative, but is {sample.RawValue}");
    }

    /// <summary>Totals and sums are counters, which "MUST NOT be NaN or negative".</summary>
    public static void RequireNotNegative(ParsedSample? sample)
    {
        if (sample is not null && !(sample.Value >= 0))
            throw new ExpositionParseException(sample.ValuePosition, $"{sample} must be neither NaN nor negative, but is {sample.RawValue}");
    }

    public static void RequireNotNaN(ParsedSample? sample)
    {
        if (sample is not null && double.IsNaN(sample.Value))
            throw new ExpositionParseException(sample.ValuePosition, $"{sample} must not be NaN");
    }

    /// <summary>A created value is a timestamp, and the ABNF has no infinite one.</summary>
    public static void RequireTimestamp(ParsedSample? created)
    {
        if (created is not null && !double.IsFinite(created.Value))
            throw new ExpositionParseException(created.ValuePosition, $"{created} must be a timestamp, but is {created.RawValue}");
    }
}
