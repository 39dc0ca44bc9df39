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
    private readonly ClosedField _field; // Of the closed values.
    private readonly string?[] _texts; // The label value of each number, null where a number has no member; empty for a string.
    private readonly ulong[] _hashes; // The hash of each text at the label's position.
    private readonly ulong _position;

    private LabelField(nint offset, int index, ClosedValues? closed)
    {
        _offset = offset;
        _closed = closed;
        _position = LabelHash.PositionOf(index);
        _field = closed is null ? default : new ClosedField(offset, closed.Range);
        _texts = closed is null ? [] : [.. closed.ByIndex];
        _hashes = new ulong[_texts.Length];
        for (var i = 0; i < _texts.Length; i++)
            _hashes[i] = LabelHash.QuickOf(_texts[i], _position);
    }

    /// <summary>Returns whether the field is a string at this offset.</summary>
    public bool IsStringAt(int offset) => _closed is null && _offset == offset;

    /// <summary>Whether the set of values is closed.</summary>
    public bool IsClosed => _closed is not null;

    /// <summary>The field as a closed field; valid only if <see cref="IsClosed"/>.</summary>
    public ClosedField Closed => _field;

    /// <summary>
    /// Determines the offset of a field. The runtime does not guarantee the layout of a struct with references, so the offset is measured: in a
    /// struct with only this field set, the first byte that is not zero belongs to the field (a reference is aligned to its size).
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="index">The position of the label in the label set.</param>
    public static LabelField Of<TLabels>(FieldInfo field, int index)
        where TLabels : struct
    {
        var mark = field.FieldType == typeof(string) ? "mark" : field.FieldType == typeof(bool) ? true : Enum.ToObject(field.FieldType, -1L);
        object boxed = default(TLabels);
        field.SetValue(boxed, mark);
        var marked = (TLabels)boxed;
        var first = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TLabels, byte>(ref marked), Unsafe.SizeOf<TLabels>()).IndexOfAnyExcept((byte)0);
        return field.FieldType == typeof(string)
            ? new LabelField(first / nint.Size * nint.Size, index, null)
            : new LabelField(first, index, ClosedValues.Of(field.FieldType));
    }

    /// <summary>Returns the closed fields if all fields are closed; otherwise none.</summary>
    public static ClosedField[] ClosedOf(LabelField[] fields)
    {
        var closed = new ClosedField[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (!fields[i].IsClosed)
                return [];
            closed[i] = fields[i].Closed;
        }
        return closed;
    }

    /// <summary>Returns whether the fields are strings, one after the other.</summary>
    public static bool ArePlainStrings(LabelField[] fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (!fields[i].IsStringAt(i * nint.Size))
                return false;
        }
        return true;
    }

    /// <summary>Returns the label value; null or empty if the label is absent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of the enum.</exception>
    public string? Read(ref byte labels) => _closed is null
        ? StringIn(ref labels)
        : _closed[_closed.IndexOf(ref Unsafe.Add(ref labels, _offset))];

    /// <summary>Returns the part of the label in <see cref="LabelHash.Quick"/>. If the value is not a member of the enum, no series has it, and the result is any.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong QuickHash(ref byte labels)
    {
        var hashes = _hashes;
        if (hashes.Length == 0)
            return LabelHash.QuickOf(StringIn(ref labels), _position);
        var index = _field.IndexOf(ref labels);
        return index < (uint)hashes.Length ? hashes[index] : 0;
    }

    /// <summary>
    /// Returns whether a series has the label value. It may return false for a value of an enum if the series has an equal text that is another object.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsValue(ref byte labels, string value)
    {
        var texts = _texts;
        if (texts.Length == 0)
            return StringIn(ref labels) is var text && (ReferenceEquals(text, value) || LabelEquality.EqualText(value, text ?? ""));
        var index = _field.IndexOf(ref labels);
        return index < (uint)texts.Length && ReferenceEquals(texts[index], value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private string? StringIn(ref byte labels) => Unsafe.As<byte, string?>(ref Unsafe.Add(ref labels, _offset));
}
