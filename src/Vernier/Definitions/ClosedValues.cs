using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vernier.Definitions;

/// <summary>The label values of an enum or bool, found by the number of the value without hashing.</summary>
internal sealed class ClosedValues
{
    /// <summary>The largest range of numbers that an enum may span.</summary>
    private const int MaxRange = 4096;

    private static readonly ClosedValues Booleans = new(typeof(bool), sizeof(bool), 0, ["false", "true"]);

    private readonly Type _type;
    private readonly string?[] _byIndex;

    private ClosedValues(Type type, int size, ulong minimum, string?[] byIndex)
    {
        _type = type;
        _byIndex = byIndex;
        Range = new ClosedRange(size, minimum, byIndex.Length);
        Values = [.. byIndex.OfType<string>()];
        if (Values.Distinct().Count() != Values.Count)
            throw new MetricDefinitionException($"Two members of the enum {type.Name} have the same label value; its values are {string.Join(", ", Values)}.");
    }

    /// <summary>Gets the distinct values, in the order of their numbers.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Gets the numbers from the smallest to the largest member, with gaps where a number has no member.</summary>
    public ClosedRange Range { get; }

    /// <summary>Gets the value of each number in the range; null where a number has no member.</summary>
    public ReadOnlySpan<string?> ByIndex => _byIndex;

    /// <summary>Gets the value at an index that <see cref="IndexOf"/> returned.</summary>
    public string this[int index] => _byIndex[index]!;

    /// <summary>Gets the values of a type; null if the type is neither an enum nor bool.</summary>
    /// <exception cref="MetricDefinitionException">The enum has no members, or its members span too many numbers.</exception>
    public static ClosedValues? Of(Type type) => type == typeof(bool) ? Booleans : type.IsEnum ? OfEnum(type) : null;

    /// <summary>Gets the label value of a member of an enum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enum's members.</exception>
    public static string TextOf<TEnum>(TEnum member)
        where TEnum : struct, Enum
    {
        var values = EnumOf<TEnum>.Values;
        return values[values.IndexOf(ref Unsafe.As<TEnum, byte>(ref member))];
    }

    /// <summary>Gets the index of the value at a location in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enum's members.</exception>
    public int IndexOf(ref byte at)
    {
        var index = Range.IndexOf(ref at);
        if (index >= (uint)_byIndex.Length || _byIndex[index] is null)
            ThrowNotAMember(ref at);
        return (int)index;
    }

    private static ClosedValues OfEnum(Type type)
    {
        var members = Enum.GetNames(type);
        if (members.Length == 0)
            throw new MetricDefinitionException($"The enum {type.Name} has no members; a label or state set needs at least one.");

        // Signed numbers are shifted, so that unsigned numbers in the same order remain.
        var shift = Type.GetTypeCode(type) == TypeCode.UInt64 ? 0 : 1UL << 63;
        var numbers = new ulong[members.Length];
        ulong minimum = ulong.MaxValue, maximum = 0;
        for (var i = 0; i < members.Length; i++)
        {
            var number = Bits(Enum.Parse(type, members[i])) ^ shift;
            (numbers[i], minimum, maximum) = (number, Math.Min(minimum, number), Math.Max(maximum, number));
        }
        if (maximum - minimum >= MaxRange)
        {
            throw new MetricDefinitionException(
                $"The members of the enum {type.Name} span {(decimal)(maximum - minimum) + 1} numbers; label values may span at most {MaxRange}.");
        }

        var byIndex = new string?[(int)(maximum - minimum) + 1];
        for (var i = 0; i < members.Length; i++)
            byIndex[(int)(numbers[i] - minimum)] ??= ValueOf(type, members[i]);
        var size = Type.GetTypeCode(type) switch
        {
            TypeCode.SByte or TypeCode.Byte => 1,
            TypeCode.Int16 or TypeCode.UInt16 => 2,
            TypeCode.Int32 or TypeCode.UInt32 => 4,
            _ => 8,
        };
        return new ClosedValues(type, size, minimum ^ shift, byIndex);
    }

    private static ulong Bits(object member) => Convert.GetTypeCode(member) == TypeCode.UInt64
        ? Convert.ToUInt64(member, null)
        : unchecked((ulong)Convert.ToInt64(member, null));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The fields of an enum that is used are always preserved.")]
    private static string ValueOf(Type type, string member) =>
        LabelValue.Normalize(type.GetField(member)?.GetCustomAttribute<LabelValueAttribute>()?.Value ?? MetricNames.ToSnakeCase(member));

    [DoesNotReturn]
    private void ThrowNotAMember(ref byte at) =>
        throw new ArgumentOutOfRangeException(_type.Name, Enum.ToObject(_type, Range.BitsOf(ref at)), $"Not a member of {_type.Name}; its values are {string.Join(", ", Values)}.");

    /// <summary>Computed once for each enum.</summary>
    private static class EnumOf<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly ClosedValues Values = OfEnum(typeof(TEnum));
    }
}
