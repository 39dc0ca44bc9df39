namespace Vernier.Registry;

/// <summary>The labels of metrics that count by callback or callback source.</summary>
internal readonly record struct CollectorLabels(string Collector);
