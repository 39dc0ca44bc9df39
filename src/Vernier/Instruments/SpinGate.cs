namespace Vernier.Instruments;

/// <summary>
/// A lock for a few nanoseconds of work: one atomic instruction to enter and a plain store to leave, about half the cost of a general lock. A thread
/// that finds it held spins for a short time and then returns without it, because the holder may have been interrupted. Must not be copied; not reentrant.
/// </summary>
internal struct SpinGate
{
    private int _held;

    public bool TryEnter()
    {
        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref _held, 1, 0) != 0)
        {
            if (wait.NextSpinWillYield)
                return false;
            wait.SpinOnce();
        }
        return true;
    }

    public void Exit() => Volatile.Write(ref _held, 0);
}
