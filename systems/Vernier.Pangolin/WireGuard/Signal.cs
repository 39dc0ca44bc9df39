namespace Vernier.Pangolin.WireGuard;

/// <summary>Ends a delay early. Thread-safe; one task waits.</summary>
internal sealed class Signal(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the current or next delay.</summary>
    public void Set()
    {
        lock (_lock)
            _set.TrySetResult();
    }

    /// <summary>Waits for a time, or until the signal is set.</summary>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public async Task WaitAsync(TimeSpan delay, CancellationToken cancellation)
    {
        Task set;
        lock (_lock)
            set = _set.Task;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(set, Task.Delay(delay, time, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_set.Task.IsCompleted)
                _set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
