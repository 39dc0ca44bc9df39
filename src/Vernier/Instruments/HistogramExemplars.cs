using Vernier.Families;

namespace Vernier.Instruments;

/// <summary>The latest exemplar of each bucket of a histogram. Thread-safe, except for reading.</summary>
internal sealed class HistogramExemplars(int buckets)
{
    private readonly ExemplarSlot?[] _slots = new ExemplarSlot?[buckets];
    private readonly Exemplar?[] _read = new Exemplar?[buckets];

    /// <summary>Gets the slot of a bucket, which is created on the first call.</summary>
    public ExemplarSlot this[int bucket] => Volatile.Read(ref _slots[bucket]) ?? ExemplarSlot.Create(ref _slots[bucket]);

    /// <summary>Returns the exemplar of each bucket, null for one without. Called within a collection; valid until the next one.</summary>
    public ReadOnlySpan<Exemplar?> Read(FamilySettings settings)
    {
        for (var i = 0; i < _read.Length; i++)
            _read[i] = Volatile.Read(ref _slots[i])?.Get(settings);
        return _read;
    }
}
