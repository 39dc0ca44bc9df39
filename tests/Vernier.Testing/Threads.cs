using System.Runtime.ExceptionServices;

namespace Vernier.Testing;

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

    /// <summary>Runs the work on threads of its own, and returns when they are gone, not merely done; fails as the first of them that fails.</summary>
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
            thread.Join(Timeout).ShouldBeTrue("a thread does not end");
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
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
