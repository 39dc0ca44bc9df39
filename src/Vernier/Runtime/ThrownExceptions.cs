namespace Vernier.Runtime;

/// <summary>Counts the exceptions that are thrown in the process, by one hook for all registries.</summary>
internal static class ThrownExceptions
{
    private static long _count;
    private static int _watching;

    /// <summary>How many there were since the first call of <see cref="Watch"/>.</summary>
    public static long Count => Volatile.Read(ref _count);

    /// <summary>Begins to count; further calls do nothing.</summary>
    public static void Watch()
    {
        // The hook runs inside every throw, also when memory has run out: it must not allocate.
        if (Interlocked.Exchange(ref _watching, 1) == 0)
            AppDomain.CurrentDomain.FirstChanceException += static (_, _) => Interlocked.Increment(ref _count);
    }
}
