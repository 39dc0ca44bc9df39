using Vernier.Testing;

namespace Vernier.Tests.Cells;

/// <summary>Threads that do their work at once, and then live until a test ends them.</summary>
internal sealed class StoppableThreads : IDisposable
{
    private readonly List<(Thread Thread, ManualResetEventSlim End)> _threads = [];

    public int Count => _threads.Count;

    /// <summary>Starts a thread; returns when its work is done.</summary>
    public void Start(Action work)
    {
        var done = new ManualResetEventSlim();
        var end = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            work();
            done.Set();
            end.Wait(Threads.Timeout);
        })
        { IsBackground = true };
        thread.Start();
        _threads.Add((thread, end));
        done.Wait(Threads.Timeout).ShouldBeTrue("the thread's work does not end");
    }

    /// <summary>Ends a thread, by its number in the order of the starts; returns when it is gone.</summary>
    public void End(int number)
    {
        _threads[number].End.Set();
        _threads[number].Thread.Join(Threads.Timeout).ShouldBeTrue("the thread does not end");
    }

    public void Dispose()
    {
        for (var i = 0; i < _threads.Count; i++)
            End(i);
    }
}
