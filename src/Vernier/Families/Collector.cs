using System.Diagnostics.CodeAnalysis;

namespace Vernier.Families;

/// <summary>
/// Lets one collection at a time call a callback, or a callback source with all callbacks that use it. A collection waits for another one only until
/// the other's call exceeds the limit; then the callback hangs, and is left out.
/// </summary>
/// <param name="name">The name under which failures are counted.</param>
/// <param name="time">The registry's clock.</param>
/// <param name="limit">The time after which a call counts as hanging.</param>
/// <param name="isShared">Whether several families can have this collector.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle has nothing to dispose.")]
internal sealed class Collector(string name, TimeProvider time, TimeSpan limit, bool isShared)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _began;

    public string Name => name;

    public bool IsShared => isShared;

    /// <summary>The time until the call in progress exceeds the limit; zero or negative if it hangs.</summary>
    public TimeSpan Remaining => limit - time.GetElapsedTime(Volatile.Read(ref _began));

    /// <summary>Describes that the callback hangs.</summary>
    public TimeoutException Timeout => new($"The callback '{name}' has not returned within {limit}, or within a part of it while others hang. Its metrics are omitted until it returns.");

    /// <summary>Waits for the turn of a collection; false if the callback hangs.</summary>
    /// <exception cref="OperationCanceledException">The caller no longer needs the collection.</exception>
    public bool TryEnter(CancellationToken cancellation)
    {
        while (!_turn.Wait(0, CancellationToken.None))
        {
            var remaining = Remaining;
            if (remaining <= TimeSpan.Zero)
                return false;
            if (TryWait(remaining, cancellation))
                break;
        }
        Volatile.Write(ref _began, time.GetTimestamp());
        return true;
    }

    public void Exit()
    {
        // Another collection may enter before it writes its time; until then, the time of this call must not count as that of the next one.
        Volatile.Write(ref _began, time.GetTimestamp());
        _turn.Release();
    }

    private bool TryWait(TimeSpan remaining, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(remaining, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            _turn.Wait(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
