namespace Vernier.Registry;

/// <summary>The labels of metrics that count by family.</summary>
internal readonly record struct FamilyLabels(string Family);
