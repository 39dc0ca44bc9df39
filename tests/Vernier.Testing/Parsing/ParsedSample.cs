namespace Vernier.Testing.Parsing;

/// <summary>One sample line. The raw texts are as spelled in the exposition; they let a test demand one spelling where a specification allows several.</summary>
internal sealed record ParsedSample
{
    /// <summary>The name in the line, suffix included.</summary>
    public required string Name { get; init; }

    public required LabelSet Labels { get; init; }

    public required double Value { get; init; }

    public required string RawValue { get; init; }

    /// <summary>Seconds since the epoch in both formats, though 0.0.4 writes milliseconds.</summary>
    public double? Timestamp { get; init; }

    public string? RawTimestamp { get; init; }

    public ParsedExemplar? Exemplar { get; init; }

    public required TextPosition Position { get; init; }

    public required TextPosition ValuePosition { get; init; }

    public override string ToString() => Name + Labels;
}

/// <summary>One label with its unescaped value.</summary>
internal readonly record struct ParsedLabel(string Name, string Value);

/// <summary>An exemplar of an OpenMetrics sample; the timestamp in seconds since the epoch.</summary>
internal sealed record ParsedExemplar(
    LabelSet Labels,
    double Value,
    string RawValue,
    double? Timestamp,
    string? RawTimestamp,
    TextPosition Position);
