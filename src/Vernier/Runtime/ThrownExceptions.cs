namespace Vernier.Runtime;

/// <summary>Counts the exceptions thrown in the process, with one handler for all registries.</summary>
internal static class ThrownExceptions
{
    private static long _count;
    private static int _watching;

    /// <summary>Gets the number of exceptions since the first call of <see cref="Watch"/>.</summary>
    public static long Count => Volatile.Read(ref _count);

    /// <summary>Starts counting. Further calls do nothing.</summary>
    public static void Watch()
    {
        // The handler runs within every throw, even if memory is exhausted, so it must not allocate.
        if (Interlocked.Exchange(ref _watching, 1) == 0)
            AppDomain.CurrentDomain.FirstChanceException += static (_, _) => Interlocked.Increment(ref _count);
    }
}
