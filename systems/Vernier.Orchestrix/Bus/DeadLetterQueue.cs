using System.Diagnostics.CodeAnalysis;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Bus;

/// <summary>The messages that a handler could not process, oldest first, for inspection or for publishing again. Thread-safe.</summary>
public sealed class DeadLetterQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<(DeadLetter Letter, long Bytes)> _letters = new();
    private readonly int _capacity;
    private readonly long _maxBytes;
    private long _bytes;
    private long _dropped;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="capacity">
    /// The maximum number of letters, 1 or more; default: 10,000. When the queue is full, the oldest letter is dropped and counted, so that a
    /// handler that keeps failing cannot exhaust the memory.
    /// </param>
    /// <param name="maxBytes">
    /// The maximum memory of the messages in bytes, estimated from their JSON, 1 or more; default: 67,108,864 (64 MiB). Beyond it the oldest letters are
    /// dropped, too; the newest one is always kept.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> or <paramref name="maxBytes"/> is less than 1.</exception>
    public DeadLetterQueue(int capacity = 10_000, long maxBytes = 64 * 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        _capacity = capacity;
        _maxBytes = maxBytes;
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
        var bytes = MessageSize.Of(letter.Message) + MessageSize.Of(letter.Reason);
        lock (_lock)
        {
            while (_letters.Count > 0 && (_letters.Count >= _capacity || _bytes + bytes > _maxBytes))
            {
                _bytes -= _letters.Dequeue().Bytes;
                _dropped++;
            }

            _letters.Enqueue((letter, bytes));
            _bytes += bytes;
        }
    }

    /// <summary>Removes and returns the oldest letter; returns false when the queue is empty.</summary>
    public bool TryDequeue([NotNullWhen(true)] out DeadLetter? letter)
    {
        lock (_lock)
        {
            var isFound = _letters.TryDequeue(out var oldest);
            (letter, _bytes) = (oldest.Letter, _bytes - oldest.Bytes);
            return isFound;
        }
    }

    /// <summary>Returns a copy of the letters, oldest first.</summary>
    public IReadOnlyList<DeadLetter> ToArray()
    {
        lock (_lock)
            return [.. _letters.Select(entry => entry.Letter)];
    }
}

/// <summary>A message that a handler could not process, retries included.</summary>
/// <param name="Message">The message.</param>
/// <param name="HandlerName">The handler that failed.</param>
/// <param name="Reason">The type and message of the last exception.</param>
/// <param name="FailureCount">The number of failed calls, 1 or more.</param>
/// <param name="Timestamp">The time of the last failure.</param>
public sealed record DeadLetter(Message Message, string HandlerName, string Reason, int FailureCount, DateTimeOffset Timestamp);
