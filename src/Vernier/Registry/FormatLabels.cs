namespace Vernier.Registry;

/// <summary>The labels of metrics that count by exposition format.</summary>
internal readonly record struct FormatLabels(string Format);
