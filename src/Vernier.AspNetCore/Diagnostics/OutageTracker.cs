using System.Collections.Concurrent;

namespace Vernier.AspNetCore.Diagnostics;

/// <summary>
/// Decides which failures of a dependency are logged, so that an outage causes one line per cause instead of one per request: the first failure with each
/// cause, and the recovery. Thread-safe. A success costs one look-up in an empty dictionary while nothing fails.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class OutageTracker(TimeProvider time)
{
    /// <summary>More causes of one outage are not logged: a cause must not be able to contain text of a request.</summary>
    private const int MaxCauses = 10;

    /// <summary>
    /// How long a dependency must not fail before a success ends the outage. If it fails sometimes, the lines about failures and recoveries would alternate.
    /// </summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, State> _failing = new();

    /// <summary>Records a failure.</summary>
    /// <param name="dependency">The name of the dependency, from the configuration.</param>
    /// <param name="cause">The cause, one of a few values.</param>
    /// <returns>Whether the failure is to be logged.</returns>
    public bool Failed(string dependency, string cause)
    {
        var now = time.GetTimestamp();
        var state = _failing.GetOrAdd(dependency, static (_, started) => new State(started), now);
        lock (state)
        {
            state.Failures++;
            state.LastFailure = now;
            return state.Causes.Count < MaxCauses && state.Causes.Add(cause);
        }
    }

    /// <summary>Records a success.</summary>
    /// <param name="dependency">The name of the dependency.</param>
    /// <returns>The outage that has ended, which is to be logged; otherwise null.</returns>
    public Outage? Succeeded(string dependency)
    {
        if (!_failing.TryGetValue(dependency, out var state))
            return null;
        lock (state)
        {
            if (time.GetElapsedTime(state.LastFailure) < Quiet || !_failing.TryRemove(KeyValuePair.Create(dependency, state)))
                return null;
            return new Outage(state.Failures, time.GetElapsedTime(state.Started, state.LastFailure));
        }
    }

    private sealed class State(long started)
    {
        public long Started { get; } = started;

        public long LastFailure { get; set; } = started;

        public long Failures { get; set; }

        public HashSet<string> Causes { get; } = [];
    }
}

/// <summary>An outage of a dependency.</summary>
/// <param name="Failures">The number of failures.</param>
/// <param name="Duration">The time from the first to the last failure.</param>
public readonly record struct Outage(long Failures, TimeSpan Duration);
