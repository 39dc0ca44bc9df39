using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>Reads one field of a label set straight from the struct's memory, without reflection or boxing.</summary>
internal readonly struct LabelField
{
    private readonly nint _offset;
    private readonly ClosedValues? _closed; // Null for a string.

    private LabelField(nint offset, ClosedValues? closed)
    {
        _offset = offset;
        _closed = closed;
    }

    /// <summary>Whether it is a string that lies at this place.</summary>
    public bool IsStringAt(int offset) => _closed is null && _offset == offset;

    /// <summary>Whether the set of values is closed.</summary>
    public bool IsClosed => _closed is not null;

    /// <summary>The field as a closed one, which it is.</summary>
    public ClosedField Closed => new(_offset, _closed!.Range);

    /// <summary>
    /// Finds where a field lies. The runtime does not promise the layout of a struct with references, so it is measured: a struct that is zero
    /// but for this field shows by its first byte that is not zero where the field begins (a reference begins at a multiple of its size).
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

    /// <summary>The label value; null or empty when the label is absent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is none of the enum's members.</exception>
    public string? Read(ref byte labels) => _closed is null
        ? Unsafe.As<byte, string?>(ref Unsafe.Add(ref labels, _offset))
        : _closed[_closed.IndexOf(ref Unsafe.Add(ref labels, _offset))];
}
