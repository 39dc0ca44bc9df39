using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>Takes the label values out of a label set.</summary>
internal sealed class LabelSetReader<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>
    where TLabels : struct
{
    /// <summary>More combinations than this are looked up by hash, not by index.</summary>
    private const int MaxCombinations = 4096;

    private readonly LabelField[] _fields = [.. LabelSet.FieldsOf(typeof(TLabels)).Select(LabelField.Of<TLabels>)];

    private readonly ClosedField[] _closed; // The same when all are closed; otherwise empty.

    public LabelSetReader()
    {
        _closed = _fields.All(f => f.IsClosed) ? [.. _fields.Select(f => f.Closed)] : [];
        long combinations = _closed.Length > 0 ? 1 : 0;
        foreach (var field in _closed)
            combinations = Math.Min(combinations * field.Count, MaxCombinations + 1);
        IsPlainStrings = _fields.Index().All(f => f.Item.IsStringAt(f.Index * nint.Size)) && Unsafe.SizeOf<TLabels>() == _fields.Length * nint.Size;
        Combinations = combinations <= MaxCombinations ? (int)combinations : 0;
    }

    /// <summary>How many label sets there can be when all labels are closed; 0 when one is open or they are too many for an index.</summary>
    public int Combinations { get; }

    /// <summary>
    /// Whether the label set's memory is nothing but its strings in the order of the labels, so that it can be read where it lies.
    /// </summary>
    public bool IsPlainStrings { get; }

    /// <summary>How many labels there are.</summary>
    public int Count => _fields.Length;

    /// <summary>The values where they lie, when <see cref="IsPlainStrings"/>. A string may be null, which is the same as empty.</summary>
    public ReadOnlySpan<string> Strings(in TLabels labels) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TLabels, string>(ref Unsafe.AsRef(in labels)), Unsafe.SizeOf<TLabels>() / Unsafe.SizeOf<string>());

    /// <summary>Reads the values in the order of the labels, into the buffer where they fit.</summary>
    public Span<string> Read(in TLabels labels, ref LabelValues buffer)
    {
        var values = Count <= LabelValues.Capacity ? MemoryMarshal.CreateSpan(ref Unsafe.As<LabelValues, string>(ref buffer), Count) : new string[Count];
        ref var start = ref Unsafe.As<TLabels, byte>(ref Unsafe.AsRef(in labels));
        for (var i = 0; i < values.Length; i++)
            values[i] = _fields[i].Read(ref start) ?? "";
        return values;
    }

    /// <summary>The label set's number among all <see cref="Combinations"/>; -1 when a value is none of its enum's members.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Index(in TLabels labels)
    {
        ref var start = ref Unsafe.As<TLabels, byte>(ref Unsafe.AsRef(in labels));
        var index = 0;
        foreach (ref readonly var field in _closed.AsSpan())
        {
            var place = field.PlaceOf(ref start);
            if (place >= (uint)field.Count)
                return -1;
            index = (index * field.Count) + (int)place;
        }
        return index;
    }
}
