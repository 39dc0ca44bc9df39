namespace Vernier.Registry;

/// <summary>The labels of metrics that count by exposition format.</summary>
internal readonly record struct FormatLabels(string Format);

/// <summary>The labels of metrics that count by family.</summary>
internal readonly record struct FamilyLabels(string Family);

/// <summary>The labels of metrics that count by callback or callback source.</summary>
internal readonly record struct CollectorLabels(string Collector);
