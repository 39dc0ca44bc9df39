namespace Vernier.Instruments;

/// <summary>
/// A lock for a few nanoseconds of work: one atomic instruction to enter and a plain store to leave, about half the cost of a general lock. A
/// waiting thread spins and then yields. Must not be copied; not reentrant.
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
