namespace Vernier.Runtime;

/// <summary>How the garbage collector works; chosen by <c>ServerGarbageCollector</c> in the project file.</summary>
public enum GcMode
{
    /// <summary>One heap, collected on the thread that needs memory.</summary>
    Workstation,

    /// <summary>Heaps and collecting threads for the processors.</summary>
    Server,
}
