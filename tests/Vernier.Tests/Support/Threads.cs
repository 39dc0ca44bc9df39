namespace Vernier.Tests.Support;

/// <summary>Runs work on threads of its own, which begin together.</summary>
internal static class Threads
{
    /// <summary>How long a test with threads may take. It is reached only by a deadlock.</summary>
    public const int Timeout = 120_000;

    /// <summary>Ends when all threads have ended; fails as the first of them that fails.</summary>
    public static Task Run(int count, Action<int> work)
    {
        var together = new Barrier(count);
        return Task.WhenAll(Enumerable.Range(0, count).Select(i => Start(() =>
        {
            together.SignalAndWait();
            work(i);
        })));
    }

    /// <summary>Runs the work on one new thread.</summary>
    public static Task Start(Action work)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                work();
                ended.SetResult();
            }
            catch (Exception exception)
            {
                ended.SetException(exception);
            }
        })
        { IsBackground = true }.Start();
        return ended.Task;
    }
}
