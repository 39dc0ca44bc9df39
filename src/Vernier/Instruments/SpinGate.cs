namespace Vernier.Instruments;

/// <summary>
/// A lock for a few nanoseconds of work: one atomic instruction to enter and a plain store to leave, about half of what a general lock costs.
/// Whoever waits spins and then yields. Not to be copied, not re-entrant.
/// </summary>
internal struct SpinGate
{
    private int _held;

    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _held, 1, 0) != 0)
            Wait();
    }

    public void Exit() => Volatile.Write(ref _held, 0);

    private void Wait()
    {
        var wait = default(SpinWait);
        do
            wait.SpinOnce();
        while (Volatile.Read(ref _held) != 0 || Interlocked.CompareExchange(ref _held, 1, 0) != 0);
    }
}
