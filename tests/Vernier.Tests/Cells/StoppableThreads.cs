using Vernier.Testing;

namespace Vernier.Tests.Cells;

/// <summary>Threads that do their work immediately, and then live until the test ends them.</summary>
internal sealed class StoppableThreads : IDisposable
{
    private readonly List<(Thread Thread, ManualResetEventSlim End)> _threads = [];

    public int Count => _threads.Count;

    /// <summary>Starts a thread, and returns when its work is done.</summary>
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
        done.Wait(Threads.Timeout).ShouldBeTrue("The work of the thread does not terminate.");
    }

    /// <summary>Ends a thread, by the index of its start, and returns when it has terminated.</summary>
    public void End(int number)
    {
        _threads[number].End.Set();
        _threads[number].Thread.Join(Threads.Timeout).ShouldBeTrue("The thread does not terminate.");
    }

    public void Dispose()
    {
        for (var i = 0; i < _threads.Count; i++)
            End(i);
    }
}
