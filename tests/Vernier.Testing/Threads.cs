using System.Runtime.ExceptionServices;

namespace Vernier.Testing;

/// <summary>Runs work on dedicated threads that start together.</summary>
internal static class Threads
{
    /// <summary>The timeout of a test with threads in milliseconds; only a deadlock reaches it.</summary>
    public const int Timeout = 120_000;

    /// <summary>Completes when all threads have completed; fails with the first failure.</summary>
    public static Task Run(int count, Action<int> work)
    {
        var start = new Barrier(count);
        return Task.WhenAll(Enumerable.Range(0, count).Select(i => Start(() =>
        {
            start.SignalAndWait();
            work(i);
        })));
    }

    /// <summary>Runs the work on dedicated threads and returns when the threads have exited, not only completed their work; fails with the first failure.</summary>
    public static void RunToTheEnd(int count, Action<int> work)
    {
        var threads = new Thread[count];
        Exception? failure = null;
        for (var i = 0; i < count; i++)
        {
            var number = i;
            threads[i] = new Thread(() =>
            {
                try
                {
                    work(number);
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref failure, exception, null);
                }
            })
            { IsBackground = true };
            threads[i].Start();
        }
        foreach (var thread in threads)
            thread.Join(Timeout).ShouldBeTrue("a thread has not exited");
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Runs the work on a new thread.</summary>
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
