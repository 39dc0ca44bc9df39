using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>Reads one field of a label set directly from the memory of the struct, without reflection or boxing.</summary>
internal readonly struct LabelField
{
    private readonly nint _offset;
    private readonly ClosedValues? _closed; // Null for a string.

    private LabelField(nint offset, ClosedValues? closed)
    {
        _offset = offset;
        _closed = closed;
    }

    /// <summary>Returns whether the field is a string at this offset.</summary>
    public bool IsStringAt(int offset) => _closed is null && _offset == offset;

    /// <summary>Whether the set of values is closed.</summary>
    public bool IsClosed => _closed is not null;

    /// <summary>The field as a closed field; valid only if <see cref="IsClosed"/>.</summary>
    public ClosedField Closed => new(_offset, _closed!.Range);

    /// <summary>
    /// Determines the offset of a field. The runtime does not guarantee the layout of a struct with references, so the offset is measured: in a
    /// struct with only this field set, the first byte that is not zero belongs to the field (a reference is aligned to its size).
    /// </summary>
    public static LabelField Of<TLabels>(FieldInfo field)
        where TLabels : struct
    {
        var mark = field.FieldType == typeof(string) ? "mark" : field.FieldType == typeof(bool) ? true : Enum.ToObject(field.FieldType, -1L);
        object boxed = default(TLabels);
        field.SetValue(boxed, mark);
        var marked = (TLabels)boxed;
        var first = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TLabels, byte>(ref marked), Unsafe.SizeOf<TLabels>()).IndexOfAnyExcept((byte)0);
        return field.FieldType == typeof(string)
            ? new LabelField(first / nint.Size * nint.Size, null)
            : new LabelField(first, ClosedValues.Of(field.FieldType));
    }

    /// <summary>Returns the label value; null or empty if the label is absent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of the enum.</exception>
    public string? Read(ref byte labels) => _closed is null
        ? Unsafe.As<byte, string?>(ref Unsafe.Add(ref labels, _offset))
        : _closed[_closed.IndexOf(ref Unsafe.Add(ref labels, _offset))];
}
