namespace Vernier.Testing.Parsing;

/// <summary>An exemplar of an OpenMetrics sample; the timestamp in seconds since the epoch.</summary>
internal sealed record ParsedExemplar(
    LabelSet Labels,
    double Value,
    string RawValue,
    double? Timestamp,
    string? RawTimestamp,
    TextPosition Position);
