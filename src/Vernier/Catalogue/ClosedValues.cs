using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vernier.Catalogue;

/// <summary>The label values of a type with few values, an enum or bool, found by the value's number without hashing.</summary>
internal sealed class ClosedValues
{
    /// <summary>An enum whose numbers lie further apart than this is no closed set of label values.</summary>
    private const int MaxRange = 4096;

    private static readonly ClosedValues Booleans = new(typeof(bool), sizeof(bool), 0, ["false", "true"]);

    private readonly Type _type;
    private readonly int _size;
    private readonly ulong _minimum;
    private readonly string?[] _byIndex;

    private ClosedValues(Type type, int size, ulong minimum, string?[] byIndex)
    {
        _type = type;
        _size = size;
        _minimum = minimum;
        _byIndex = byIndex;
        Values = [.. byIndex.OfType<string>()];
        if (Values.Distinct().Count() != Values.Count)
            throw new MetricDefinitionException($"Two members of the enum {type.Name} have the same label value; its values are: {string.Join(", ", Values)}.");
    }

    /// <summary>The different values, in the order of their numbers.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>How many indexes there are: the numbers from the smallest to the largest member.</summary>
    public int Range => _byIndex.Length;

    /// <summary>The value at an index that <see cref="IndexOf"/> returned.</summary>
    public string this[int index] => _byIndex[index]!;

    /// <summary>The values of a type; null when its set is open.</summary>
    /// <exception cref="MetricDefinitionException">The enum has no members, or they lie too far apart.</exception>
    public static ClosedValues? Of(Type type) => type == typeof(bool) ? Booleans : type.IsEnum ? OfEnum(type) : null;

    /// <summary>The index of the value that lies in memory at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is none of the enum's members.</exception>
    public int IndexOf(ref byte at)
    {
        ulong index = _size == 4 ? Unsafe.ReadUnaligned<uint>(ref at) - (uint)_minimum : OfOtherSize(ref at);
        string?[] byIndex = _byIndex;
        if (index >= (ulong)byIndex.Length || byIndex[index] is null)
            ThrowNotAMember(index);
        return (int)index;
    }

    private static ClosedValues OfEnum(Type type)
    {
        string[] members = Enum.GetNames(type);
        if (members.Length == 0)
            throw new MetricDefinitionException($"The enum {type.Name} has no members; a label or state set needs at least one.");

        Int128[] numbers = [.. members.Select(m => Number(Enum.Parse(type, m)))];
        Int128 minimum = numbers.Min();
        Int128 range = numbers.Max() - minimum + 1;
        if (range > MaxRange)
            throw new MetricDefinitionException($"The members of the enum {type.Name} span {range} numbers; a set of label values may span {MaxRange}.");

        var byIndex = new string?[(int)range];
        for (int i = 0; i < members.Length; i++)
            byIndex[(int)(numbers[i] - minimum)] ??= ValueOf(type, members[i]);
        int size = Type.GetTypeCode(type) switch
        {
            TypeCode.SByte or TypeCode.Byte => 1,
            TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int32 or TypeCode.UInt32 => 4,
            _ => 8,
        };
        return new ClosedValues(type, size, unchecked((ulong)(long)minimum), byIndex);
    }

    private static Int128 Number(object member) => Convert.GetTypeCode(member) == TypeCode.UInt64
        ? Convert.ToUInt64(member, null)
        : Convert.ToInt64(member, null);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The fields of an enum that is used are always kept.")]
    private static string ValueOf(Type type, string member) =>
        type.GetField(member)?.GetCustomAttribute<LabelValueAttribute>()?.Value ?? MetricNames.ToSnakeCase(member);

    private ulong OfOtherSize(ref byte at) => _size switch
    {
        1 => (byte)(at - (byte)_minimum),
        2 => (ushort)(Unsafe.ReadUnaligned<ushort>(ref at) - (ushort)_minimum),
        _ => Unsafe.ReadUnaligned<ulong>(ref at) - _minimum,
    };

    [DoesNotReturn]
    private void ThrowNotAMember(ulong index) =>
        throw new ArgumentOutOfRangeException(_type.Name, Enum.ToObject(_type, index + _minimum), $"It is not a member of {_type.Name}; the values are: {string.Join(", ", Values)}.");
}
