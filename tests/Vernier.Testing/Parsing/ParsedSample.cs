namespace Vernier.Testing.Parsing;

/// <summary>One sample line. The raw texts are as spelt in the exposition; they let a test demand one spelling where a specification allows several.</summary>
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
