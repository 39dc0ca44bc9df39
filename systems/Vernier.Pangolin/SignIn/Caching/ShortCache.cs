using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Vernier.Pangolin.SignIn.Caching;

/// <summary>
/// Remembers values for a few seconds, so that requests do not read the database. A value that was read before <see cref="Clear"/> is never returned after
/// it. Thread-safe.
/// </summary>
internal sealed class ShortCache<TValue>(TimeSpan lifetime, int capacity, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _generation;

    /// <summary>Read it before the value is read from the database, and pass it to <see cref="Set"/>.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    public bool TryGet(string key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_entries.TryGetValue(key, out var entry) && IsCurrent(entry))
        {
            value = entry.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>Remembers a value, unless the cache was cleared since the generation was read.</summary>
    public void Set(string key, TValue value, long generation)
    {
        if (_entries.Count >= capacity)
            MakeRoom();
        _entries[key] = new Entry(value, generation, time.GetTimestamp());
    }

    /// <summary>Forgets all values, also those that are being read.</summary>
    public void Clear()
    {
        Interlocked.Increment(ref _generation);
        _entries.Clear();
    }

    private bool IsCurrent(Entry entry) => entry.Generation == Generation && time.GetElapsedTime(entry.Time) < lifetime;

    private void MakeRoom()
    {
        foreach (var (key, entry) in _entries)
        {
            if (!IsCurrent(entry))
                _entries.TryRemove(KeyValuePair.Create(key, entry));
        }
        if (_entries.Count >= capacity)
            _entries.Clear();
    }

    private sealed record Entry(TValue Value, long Generation, long Time);
}
