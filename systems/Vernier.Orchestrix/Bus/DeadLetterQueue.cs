using System.Diagnostics.CodeAnalysis;

namespace Vernier.Orchestrix.Bus;

/// <summary>The messages that handlers gave up on, oldest first, for someone to look at or to publish again. Thread-safe.</summary>
public sealed class DeadLetterQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<DeadLetter> _letters = new();
    private readonly int _capacity;
    private long _dropped;

    /// <summary>An empty queue.</summary>
    /// <param name="capacity">
    /// The most letters it keeps, 1 or more; default: 10,000. When it is full the oldest letter is dropped and counted, so that a handler that
    /// fails for days does not exhaust the memory.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public DeadLetterQueue(int capacity = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>How many letters are in the queue.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _letters.Count;
        }
    }

    /// <summary>How many letters were dropped because the queue was full.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
                return _dropped;
        }
    }

    /// <summary>Adds a letter at the end.</summary>
    public void Enqueue(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        lock (_lock)
        {
            if (_letters.Count == _capacity)
            {
                _letters.Dequeue();
                _dropped++;
            }

            _letters.Enqueue(letter);
        }
    }

    /// <summary>Takes the oldest letter out; false when there is none.</summary>
    public bool TryDequeue([NotNullWhen(true)] out DeadLetter? letter)
    {
        lock (_lock)
            return _letters.TryDequeue(out letter);
    }

    /// <summary>A copy of the letters, oldest first.</summary>
    public IReadOnlyList<DeadLetter> ToArray()
    {
        lock (_lock)
            return _letters.ToArray();
    }
}
