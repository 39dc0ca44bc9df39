namespace Vernier.Pangolin.Jobs;

/// <summary>Wakes the runner when a job was added by this server. Thread-safe.</summary>
internal sealed class JobSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _next = New();

    /// <summary>Wakes those that wait.</summary>
    public void Set()
    {
        lock (_lock)
        {
            _next.SetResult();
            _next = New();
        }
    }

    /// <summary>Returns a task that completes with the next signal.</summary>
    public Task NextAsync()
    {
        lock (_lock)
            return _next.Task;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
