namespace Vernier.AiOrchestrator.Hubs;

/// <summary>
/// The unacknowledged messages of a connection, at most a fixed number. Each message ends exactly once: delivered when it is acknowledged; failed when it
/// is not acknowledged in time, when a critical message needs its place, or when the connection ends. Replays take places in the queue but are not counted,
/// because they were counted when they were sent first. Thread-safe.
/// </summary>
internal sealed class MessageQueue(int limit, HubSession session, DeliveryRecorder recorder)
{
    private readonly Lock _lock = new();
    private readonly List<Message> _messages = [];
    private long _lastSequence;
    private bool _closed;

    /// <summary>The sequence number of the last message that was sent on this connection; 0 before the first.</summary>
    public long LastSequence
    {
        get
        {
            lock (_lock)
                return _lastSequence;
        }
    }

    /// <summary>Takes a place for a message that is sent next.</summary>
    public Admission Add(long sequence, bool isCritical, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_closed)
                return Admission.Closed;
            if (_messages.Count >= limit && !(isCritical && EvictOldest()))
            {
                if (isCritical)
                    return Admission.QueueFull;
                recorder.Dropped();
                return Admission.Dropped;
            }

            var isNew = session.Send(sequence);
            _messages.Add(new(sequence, isCritical, isNew, now));
            _lastSequence = sequence;
            if (isNew)
                recorder.Sent();
            return Admission.Added;
        }
    }

    /// <summary>Removes the messages up to a sequence number; they are delivered.</summary>
    public void Acknowledge(long sequence)
    {
        lock (_lock)
        {
            var count = TakeNew(message => message.Sequence <= sequence);
            recorder.Delivered(count);
            session.MessagesDelivered(count);
        }
    }

    /// <summary>Removes the messages that were sent at a time or earlier; they have failed.</summary>
    public void Expire(DateTimeOffset sentUntil)
    {
        lock (_lock)
            Fail(message => message.SentAt <= sentUntil);
    }

    /// <summary>Removes all messages, because the connection has ended; they have failed. Nothing is added afterward.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Fail(_ => true);
        }
    }

    private bool EvictOldest()
    {
        var oldest = _messages.Find(message => !message.IsCritical);
        if (oldest is null)
            return false;
        Fail(message => message == oldest);
        return true;
    }

    private void Fail(Predicate<Message> matches)
    {
        var count = TakeNew(matches);
        recorder.Failed(count);
        session.MessagesFailed(count);
    }

    /// <summary>Removes messages and returns how many of them are not replays.</summary>
    private int TakeNew(Predicate<Message> matches)
    {
        var count = _messages.Count(message => message.IsNew && matches(message));
        _messages.RemoveAll(matches);
        return count;
    }

    private sealed record Message(long Sequence, bool IsCritical, bool IsNew, DateTimeOffset SentAt);
}

/// <summary>What <see cref="MessageQueue.Add"/> did with a message.</summary>
internal enum Admission
{
    Added,

    /// <summary>The queue is full and the message is not critical.</summary>
    Dropped,

    /// <summary>The queue is full of critical messages.</summary>
    QueueFull,

    /// <summary>The connection has ended.</summary>
    Closed,
}
