using System.Diagnostics.CodeAnalysis;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Bus;

/// <summary>The messages that a handler could not process, oldest first, for inspection or for publishing again. Thread-safe.</summary>
public sealed class DeadLetterQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<DeadLetter> _letters = new();
    private readonly int _capacity;
    private long _dropped;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="capacity">
    /// The maximum number of letters, 1 or more; default: 10,000. When the queue is full, the oldest letter is dropped and counted, so that a
    /// handler that keeps failing cannot exhaust the memory.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    public DeadLetterQueue(int capacity = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>The number of letters in the queue.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _letters.Count;
        }
    }

    /// <summary>The number of letters that were dropped because the queue was full.</summary>
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

    /// <summary>Removes and returns the oldest letter; returns false when the queue is empty.</summary>
    public bool TryDequeue([NotNullWhen(true)] out DeadLetter? letter)
    {
        lock (_lock)
            return _letters.TryDequeue(out letter);
    }

    /// <summary>Returns a copy of the letters, oldest first.</summary>
    public IReadOnlyList<DeadLetter> ToArray()
    {
        lock (_lock)
            return _letters.ToArray();
    }
}

/// <summary>A message that a handler could not process, retries included.</summary>
/// <param name="Message">The message.</param>
/// <param name="HandlerName">The handler that failed.</param>
/// <param name="Reason">The type and message of the last exception.</param>
/// <param name="FailureCount">The number of failed calls, 1 or more.</param>
/// <param name="Timestamp">The time of the last failure.</param>
public sealed record DeadLetter(Message Message, string HandlerName, string Reason, int FailureCount, DateTimeOffset Timestamp);
