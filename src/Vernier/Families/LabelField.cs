using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Vernier.Definitions;

namespace Vernier.Families;

/// <summary>Reads one field of a label set directly from the memory of the struct, without reflection or boxing.</summary>
internal readonly struct LabelField
{
    /// <summary>Label sets with more combinations are looked up by hash instead of by index.</summary>
    private const int MaxCombinations = 4096;

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
    /// Determines the offsets of the fields. The runtime does not guarantee the layout of a struct with references, so the offsets are measured: in a
    /// struct with only one field set, the first byte that is not zero belongs to the field (a reference is aligned to its size).
    /// </summary>
    /// <param name="fields">The fields in the order of the labels.</param>
    /// <param name="labels">A label set in which nothing is set.</param>
    /// <param name="memory">The memory of the label set.</param>
    public static LabelField[] Of(FieldInfo[] fields, object labels, Span<byte> memory)
    {
        var all = new LabelField[fields.Length];
        for (var i = 0; i < all.Length; i++)
        {
            var type = fields[i].FieldType;
            fields[i].SetValue(labels, type == typeof(string) ? "mark" : type == typeof(bool) ? true : Enum.ToObject(type, -1L));
            var first = memory.IndexOfAnyExcept((byte)0);
            fields[i].SetValue(labels, null); // The default of each type.
            all[i] = type == typeof(string) ? new LabelField(first / nint.Size * nint.Size, i, null) : new LabelField(first, i, ClosedValues.Of(type));
        }
        return all;
    }

    /// <summary>Reads the values in the order of the labels, into the buffer if they fit.</summary>
    public static Span<string> ReadAll(LabelField[] fields, scoped ref byte labels, [UnscopedRef] ref LabelValues buffer)
    {
        var values = fields.Length <= LabelValues.Capacity ? ((Span<string>)buffer)[..fields.Length] : new string[fields.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = fields[i].Read(ref labels) ?? "";
        return values;
    }

    /// <summary>Returns the number of different label sets if all labels are closed; 0 if there are none, or too many combinations for an index.</summary>
    public static int CombinationsOf(ClosedField[] closed)
    {
        long combinations = closed.Length > 0 ? 1 : 0;
        foreach (var field in closed)
            combinations = Math.Min(combinations * field.Count, MaxCombinations + 1);
        return combinations <= MaxCombinations ? (int)combinations : 0;
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
