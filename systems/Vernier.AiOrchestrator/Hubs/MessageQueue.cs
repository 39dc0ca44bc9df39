namespace Vernier.AiOrchestrator.Hubs;

/// <summary>
/// The unacknowledged messages of a connection, at most a fixed number. Each message ends exactly once: delivered when it is acknowledged; failed when it
/// is not acknowledged in time, when a critical message needs its place, or when the connection ends. Replays take places in the queue but are not counted,
/// because they were counted when they were sent first. Thread-safe.
/// </summary>
internal sealed class MessageQueue(int limit, HubSession session, DeliveryRecorder recorder, TimeProvider time)
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Message> _messages = [];
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastSequence;
    private bool _isStalled;
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

    /// <summary>
    /// Waits until a full queue has room, so that a client that acknowledges its messages loses none in a burst, or when it resumes after many events. If no
    /// message leaves the queue within a second, the client is not waited for again until one does.
    /// </summary>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public async Task WaitForRoomAsync(CancellationToken cancellation)
    {
        while (NextChange() is { } change)
        {
            try
            {
                await change.WaitAsync(GracePeriod, time, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                lock (_lock)
                    _isStalled = !change.IsCompleted;
            }
        }
    }

    /// <summary>Takes a place for a message that is sent next.</summary>
    public Admission Add(long sequence, bool isCritical)
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
            _messages.Add(new(sequence, isCritical, isNew, time.GetUtcNow()));
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
            Changed();
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
        if (_messages.RemoveAll(matches) > 0)
            Changed();
        return count;
    }

    /// <summary>Returns the task to wait for; null if the queue has room or must not be waited for.</summary>
    private Task? NextChange()
    {
        lock (_lock)
            return _messages.Count < limit || _isStalled || _closed ? null : _change.Task;
    }

    private void Changed()
    {
        _isStalled = false;
        _change.TrySetResult();
        _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
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
