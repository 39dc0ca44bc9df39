namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>Threads that repeat an operation until they are stopped.</summary>
internal sealed class BackgroundThreads : IDisposable
{
    private readonly Thread[] _threads;
    private readonly CountdownEvent _prepared;
    private readonly ManualResetEventSlim _start = new();
    private bool _stopped;

    /// <summary>Starts the threads together, when all of them are prepared.</summary>
    /// <param name="count">The number of threads.</param>
    /// <param name="prepare">Called first on each thread, with its number; returns the operation.</param>
    public BackgroundThreads(int count, Func<int, Action> prepare)
    {
        _prepared = new CountdownEvent(count);
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => Run(prepare(i))) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
        _prepared.Wait();
        _start.Set();
    }

    public void Dispose()
    {
        Volatile.Write(ref _stopped, true);
        foreach (var thread in _threads)
            thread.Join();
        _prepared.Dispose();
        _start.Dispose();
    }

    private void Run(Action operation)
    {
        _prepared.Signal();
        _start.Wait(); // Otherwise, the first threads would hinder the start of the others.
        while (!Volatile.Read(ref _stopped))
            operation();
    }
}
