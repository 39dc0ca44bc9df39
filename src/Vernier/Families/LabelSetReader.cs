using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>Reads the label values of a label set.</summary>
internal sealed class LabelSetReader<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>
    where TLabels : struct
{
    /// <summary>Label sets with more combinations are looked up by hash instead of by index.</summary>
    private const int MaxCombinations = 4096;

    private readonly LabelField[] _fields;
    private readonly ClosedField[] _closed; // All fields if all are closed; otherwise empty.

    // Without LINQ, which would be compiled for each of these structs while the application starts.
    public LabelSetReader()
    {
        var fields = LabelSet.FieldsOf(typeof(TLabels));
        var closed = new ClosedField[fields.Length];
        var areClosed = true;
        var combinations = 1L;
        _fields = new LabelField[fields.Length];
        IsPlainStrings = Unsafe.SizeOf<TLabels>() == fields.Length * nint.Size;
        for (var i = 0; i < fields.Length; i++)
        {
            var field = LabelField.Of<TLabels>(fields[i]);
            _fields[i] = field;
            IsPlainStrings &= field.IsStringAt(i * nint.Size);
            areClosed &= field.IsClosed;
            if (areClosed)
            {
                closed[i] = field.Closed;
                combinations = Math.Min(combinations * closed[i].Count, MaxCombinations + 1);
            }
        }
        _closed = areClosed ? closed : [];
        Combinations = areClosed && combinations <= MaxCombinations ? (int)combinations : 0;
    }

    /// <summary>The number of different label sets if all labels are closed; 0 if a label is open or there are too many combinations for an index.</summary>
    public int Combinations { get; }

    /// <summary>
    /// Whether the memory of the label set consists of its strings in the order of the labels, so that they can be read in place.
    /// </summary>
    public bool IsPlainStrings { get; }

    /// <summary>The number of labels.</summary>
    public int Count => _fields.Length;

    /// <summary>Returns the values in place; valid only if <see cref="IsPlainStrings"/>. A string may be null, which is equal to empty.</summary>
    public static ReadOnlySpan<string> Strings(in TLabels labels) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TLabels, string>(ref Unsafe.AsRef(in labels)), Unsafe.SizeOf<TLabels>() / Unsafe.SizeOf<string>());

    /// <summary>Reads the values in the order of the labels, into the buffer if they fit.</summary>
    public Span<string> Read(in TLabels labels, ref LabelValues buffer)
    {
        var values = Count <= LabelValues.Capacity ? MemoryMarshal.CreateSpan(ref Unsafe.As<LabelValues, string>(ref buffer), Count) : new string[Count];
        ref var start = ref Unsafe.As<TLabels, byte>(ref Unsafe.AsRef(in labels));
        for (var i = 0; i < values.Length; i++)
            values[i] = _fields[i].Read(ref start) ?? "";
        return values;
    }

    /// <summary>Returns the index of the label set among all <see cref="Combinations"/>; -1 if a value is not a member of its enum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Index(in TLabels labels)
    {
        ref var start = ref Unsafe.As<TLabels, byte>(ref Unsafe.AsRef(in labels));
        var index = 0;
        foreach (ref readonly var field in _closed.AsSpan())
        {
            var value = field.IndexOf(ref start);
            if (value >= (uint)field.Count)
                return -1;
            index = (index * field.Count) + (int)value;
        }
        return index;
    }
}
