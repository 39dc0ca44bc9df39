using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>
/// Reads the label values of a label set. The label set must be valid, which the validation of a definition ensures. Everything about the type is in
/// static fields, because the compiler treats them as constants once they are initialized.
/// </summary>
internal static class LabelSetReader<[DynamicallyAccessedMembers(LabelSet.Members)] TLabels>
    where TLabels : struct
{
    // The code of this class is compiled for each label set while the application starts, so most of it is elsewhere.
    private static readonly LabelField[] Fields = ReadFields();

    private static readonly ClosedField[] Closed = LabelField.ClosedOf(Fields); // All fields or none.

    // Not in the array, whose elements are not constants.
    private static readonly ClosedField First = Closed.Length > 0 ? Closed[0] : default;
    private static readonly ClosedField Second = Closed.Length > 1 ? Closed[1] : default;

    /// <summary>The number of different label sets if all labels are closed; 0 if a label is open or there are too many combinations for an index.</summary>
    public static readonly int Combinations = LabelField.CombinationsOf(Closed);

    /// <summary>
    /// Whether the memory of the label set consists of its strings in the order of the labels, so that they can be read in place.
    /// </summary>
    public static readonly bool IsPlainStrings =
        LabelField.ArePlainStrings(Fields) && Unsafe.SizeOf<TLabels>() == Fields.Length * nint.Size;

    /// <summary>Returns the values in place; valid only if <see cref="IsPlainStrings"/>. A string may be null, which is equal to empty.</summary>
    public static ReadOnlySpan<string> Strings(in TLabels labels) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TLabels, string>(ref Unsafe.AsRef(in labels)), Unsafe.SizeOf<TLabels>() / Unsafe.SizeOf<string>());

    /// <summary>Reads the values in the order of the labels, into the buffer if they fit.</summary>
    public static Span<string> Read(in TLabels labels, [UnscopedRef] ref LabelValues buffer) => LabelField.ReadAll(Fields, ref Start(in labels), ref buffer);

    /// <summary>Returns the index of the label set among all <see cref="Combinations"/>; <see cref="Combinations"/> or more if a value is not a member of its enum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Index(in TLabels labels)
    {
        ref var start = ref Start(in labels);
        var index = First.IndexOf(ref start);
        if (index >= (uint)First.Count)
            return uint.MaxValue;
        if (Closed.Length == 1)
            return index;
        var second = Second.IndexOf(ref start);
        if (second >= (uint)Second.Count)
            return uint.MaxValue;
        index = (index * (uint)Second.Count) + second;
        return Closed.Length == 2 ? index : IndexOfMore(ref start, index);
    }

    /// <summary>Returns the <see cref="LabelHash.Quick"/> of the values. If a value is not a member of its enum, no series has it, and the result is any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint QuickHash(in TLabels labels)
    {
        ref var start = ref Start(in labels);
        ulong hash = 0;
        foreach (ref readonly var field in Fields.AsSpan())
            hash += field.QuickHash(ref start);
        return LabelHash.Finish(hash);
    }

    /// <summary>
    /// Returns whether a series has these values. It may return false for a value of an enum if the series has an equal text that is another object.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreValues(in TLabels labels, ReadOnlySpan<string> values)
    {
        ref var start = ref Start(in labels);
        var fields = Fields.AsSpan(0, values.Length);
        for (var i = 0; i < fields.Length; i++)
        {
            if (!fields[i].IsValue(ref start, values[i]))
                return false;
        }
        return true;
    }

    private static ref byte Start(in TLabels labels) => ref Unsafe.As<TLabels, byte>(ref Unsafe.AsRef(in labels));

    private static uint IndexOfMore(ref byte start, uint index)
    {
        foreach (ref readonly var field in Closed.AsSpan(2))
        {
            var value = field.IndexOf(ref start);
            if (value >= (uint)field.Count)
                return uint.MaxValue;
            index = (index * (uint)field.Count) + value;
        }
        return index;
    }

    private static LabelField[] ReadFields()
    {
        object boxed = default(TLabels);
        var memory = MemoryMarshal.CreateSpan(ref Unsafe.As<TLabels, byte>(ref Unsafe.Unbox<TLabels>(boxed)), Unsafe.SizeOf<TLabels>());
        return LabelField.Of(LabelSet.FieldsOf(typeof(TLabels)), boxed, memory);
    }
}
