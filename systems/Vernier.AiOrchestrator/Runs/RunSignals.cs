namespace Vernier.AiOrchestrator.Runs;

/// <summary>Wakes what waits for a change of a run, or of the queue, in this process. Thread-safe.</summary>
internal sealed class RunSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Topic> _topics = [];
    private TaskCompletionSource _queue = NewSource();

    /// <summary>Gets a task that ends at the next change of the queue. Get it before reading the queue.</summary>
    public Task NextQueueChange
    {
        get
        {
            lock (_lock)
                return _queue.Task;
        }
    }

    /// <summary>The runs that are watched.</summary>
    public IReadOnlyList<string> WatchedRuns
    {
        get
        {
            lock (_lock)
                return [.. _topics.Keys];
        }
    }

    /// <summary>Returns how many watch a run.</summary>
    public int WatchersOf(string runId)
    {
        lock (_lock)
            return _topics.GetValueOrDefault(runId)?.Watchers ?? 0;
    }

    /// <summary>Starts to watch a run; dispose the result to stop.</summary>
    public Watch WatchRun(string runId)
    {
        lock (_lock)
        {
            if (!_topics.TryGetValue(runId, out var topic))
                _topics[runId] = topic = new Topic(runId);
            topic.Watchers++;
            return new Watch(this, topic);
        }
    }

    /// <summary>Wakes what watches a run. Call it after the change is committed.</summary>
    public void RunChanged(string runId)
    {
        TaskCompletionSource source;
        lock (_lock)
        {
            if (!_topics.TryGetValue(runId, out var topic))
                return;
            source = topic.Source;
            topic.Source = NewSource();
        }
        source.SetResult();
    }

    /// <summary>Wakes the worker. Call it after a run was committed to the queue.</summary>
    public void QueueChanged()
    {
        TaskCompletionSource source;
        lock (_lock)
        {
            source = _queue;
            _queue = NewSource();
        }
        source.SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A subscription to the changes of a run.</summary>
    internal sealed class Watch : IDisposable
    {
        private readonly RunSignals _signals;
        private readonly Topic _topic;
        private bool _isDisposed;

        internal Watch(RunSignals signals, Topic topic)
        {
            _signals = signals;
            _topic = topic;
        }

        /// <summary>Gets a task that ends at the next change of the run. Get it before reading the run.</summary>
        public Task Next
        {
            get
            {
                lock (_signals._lock)
                    return _topic.Source.Task;
            }
        }

        public void Dispose()
        {
            lock (_signals._lock)
            {
                if (_isDisposed)
                    return;
                _isDisposed = true;
                if (--_topic.Watchers == 0)
                    _signals._topics.Remove(_topic.RunId);
            }
        }
    }

    internal sealed class Topic(string runId)
    {
        public string RunId { get; } = runId;

        public int Watchers { get; set; }

        public TaskCompletionSource Source { get; set; } = NewSource();
    }
}
