namespace Vernier.Runtime;

/// <summary>A part of the heap, in the order of <see cref="GCMemoryInfo.GenerationInfo"/>.</summary>
public enum GcGeneration
{
    /// <summary>New objects.</summary>
    Gen0,

    /// <summary>Objects that outlived one collection.</summary>
    Gen1,

    /// <summary>Objects that outlived two.</summary>
    Gen2,

    /// <summary>Large objects, of 85,000 bytes and more by default. Collected with generation 2.</summary>
    Loh,

    /// <summary>Pinned objects. Collected with generation 2.</summary>
    Poh,
}
