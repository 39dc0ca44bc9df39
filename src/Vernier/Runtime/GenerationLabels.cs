namespace Vernier.Runtime;

/// <summary>The labels of metrics of the heap.</summary>
/// <param name="GcHeapGeneration">The part of the heap; collections are of the three generations alone.</param>
public readonly record struct GenerationLabels([property: Label(Description = "The part of the heap; collections are of the three generations alone.")] GcGeneration GcHeapGeneration);
