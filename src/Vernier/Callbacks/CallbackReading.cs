using System.Runtime.InteropServices;
using Vernier.Definitions;
using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>What a callback has reported in one call. Owns copies of everything, so the caller may reuse its arrays. Used by one thread at a time.</summary>
internal sealed class CallbackReading<TValue>(CallbackFamily<TValue> family) : FamilyReading
{
    private readonly List<string> _labels = [];
    private readonly List<TValue> _values = [];

    /// <summary>The number of the call among all calls of the callback.</summary>
    public long Number { get; set; }

    /// <summary>The number of reported series; the same labels may have been reported several times.</summary>
    public int Count => _values.Count;

    public TValue this[int report] => _values[report];

    public ReadOnlySpan<string> LabelsOf(int report)
    {
        var count = family.LabelNames.Count;
        return CollectionsMarshal.AsSpan(_labels).Slice(report * count, count);
    }

    public void Add(ReadOnlySpan<string> labels, TValue value)
    {
        foreach (var label in labels)
            _labels.Add(LabelValue.Normalize(label));
        _values.Add(value);
    }

    public void Clear()
    {
        _labels.Clear();
        _values.Clear();
    }

    internal override void Apply() => family.Apply(this);
}
