using Vernier.Testing;

namespace Vernier.Tests.Families;

public class EnumLabelTests
{
    private enum OfSByte : sbyte
    {
        Lowest = sbyte.MinValue,
        MinusOne = -1,
        Zero = 0,
        Highest = sbyte.MaxValue,
    }

    private enum OfByte : byte
    {
        Zero = 0,
        Gap = 7,
        Highest = byte.MaxValue,
    }

    private enum OfShort : short
    {
        Lowest = short.MinValue,
        Above = short.MinValue + 1,
    }

    private enum OfUShort : ushort
    {
        Below = ushort.MaxValue - 1,
        Highest = ushort.MaxValue,
    }

    private enum OfInt
    {
        MinusThousand = -1000,
        Zero = 0,
        Thousand = 1000,
    }

    private enum OfUInt : uint
    {
        Below = uint.MaxValue - 1,
        Highest = uint.MaxValue,
    }

    private enum OfLong : long
    {
        Lowest = long.MinValue,
        Above = long.MinValue + 2,
    }

    private enum OfULong : ulong
    {
        Below = ulong.MaxValue - 2,
        Highest = ulong.MaxValue,
    }

    private enum Aliases
    {
        [LabelValue("ok")]
        Fine = 1,
        Bad = 2,
    }

    private enum WithAlias
    {
        One = 1,
        Two = 2,
        Zwei = Two,
    }

    private enum WithEmpty
    {
        [LabelValue("")]
        None,
        Some,
    }

    [Fact]
    public void With_SByteMembers_AreDistinguished() => ShouldBeExposedAs<OfSByte>("lowest", "minus_one", "zero", "highest");

    [Fact]
    public void With_ByteMembersWithGaps_AreDistinguished() => ShouldBeExposedAs<OfByte>("zero", "gap", "highest");

    [Fact]
    public void With_ShortMembers_AreDistinguished() => ShouldBeExposedAs<OfShort>("lowest", "above");

    [Fact]
    public void With_UShortMembers_AreDistinguished() => ShouldBeExposedAs<OfUShort>("below", "highest");

    [Fact]
    public void With_IntMembers_AreDistinguished() => ShouldBeExposedAs<OfInt>("minus_thousand", "zero", "thousand");

    [Fact]
    public void With_UIntMembers_AreDistinguished() => ShouldBeExposedAs<OfUInt>("below", "highest");

    [Fact]
    public void With_LongMembers_AreDistinguished() => ShouldBeExposedAs<OfLong>("lowest", "above");

    [Fact]
    public void With_ULongMembers_AreDistinguished() => ShouldBeExposedAs<OfULong>("below", "highest");

    [Fact]
    public void With_LabelValueAttribute_IsTheValue() => ShouldBeExposedAs<Aliases>("ok", "bad");

    [Fact]
    public void With_Alias_IsTheSameSeries()
    {
        var counter = Scraping.NewRegistry().Counter<Only<WithAlias>>("a_total", "Help.");
        counter.With(new(WithAlias.Zwei)).ShouldBeSameAs(counter.With(new(WithAlias.Two)));
        counter.With(new(WithAlias.One)).ShouldNotBeSameAs(counter.With(new(WithAlias.Two)));
        counter.Definition.Labels[0].Values!.Count.ShouldBe(2);
    }

    [Fact]
    public void With_EmptyLabelValue_IsAbsent()
    {
        var registry = Scraping.NewRegistry();
        registry.Counter<Only<WithEmpty>>("a_total", "Help.").With(new(WithEmpty.None)).Inc();
        registry.Scrape().Samples.ShouldHaveSingleItem().Labels.ShouldBeEmpty();
    }

    [Fact]
    public void With_UndefinedNumber_Throws()
    {
        ShouldThrow((OfSByte)1);
        ShouldThrow((OfByte)8);
        ShouldThrow((OfShort)0);
        ShouldThrow((OfUShort)0);
        ShouldThrow((OfInt)(-1001));
        ShouldThrow((OfInt)1001);
        ShouldThrow((OfInt)1);
        ShouldThrow((OfInt)int.MinValue);
        ShouldThrow((OfUInt)0);
        ShouldThrow((OfLong)(long.MinValue + 1));
        ShouldThrow((OfLong)long.MaxValue);
        ShouldThrow((OfULong)0);
        ShouldThrow((OfULong)(ulong.MaxValue - 1));
    }

    private static void ShouldBeExposedAs<TEnum>(params string[] values)
        where TEnum : struct, Enum
    {
        var registry = Scraping.NewRegistry();
        var counter = registry.Counter<Only<TEnum>>("by_enum_total", "Help.");
        var mixed = registry.Counter<WithText<TEnum>>("with_text_total", "Help.");
        TEnum[] members = [.. Enum.GetValues<TEnum>().Order()];
        for (var i = 0; i < members.Length; i++)
        {
            counter.With(new(members[i])).Inc(i);
            mixed.With(new("text", members[i])).Inc(i);
            mixed.With(new("other", members[i])).Inc(i * 10);
        }

        counter.Definition.Labels[0].Values.ShouldBe(values);
        for (var i = 0; i < values.Length; i++)
        {
            registry.Scrape().Value("by_enum_total", ("value", values[i])).ShouldBe(i);
            registry.Scrape().Value("with_text_total", ("text", "text"), ("value", values[i])).ShouldBe(i);
            registry.Scrape().Value("with_text_total", ("text", "other"), ("value", values[i])).ShouldBe(i * 10);
        }
    }

    private static void ShouldThrow<TEnum>(TEnum undefined)
        where TEnum : struct, Enum
    {
        var registry = Scraping.NewRegistry();
        var counter = registry.Counter<Only<TEnum>>("by_enum_total", "Help.");
        var mixed = registry.Counter<WithText<TEnum>>("with_text_total", "Help.");
        var message = Should.Throw<ArgumentOutOfRangeException>(() => counter.With(new(undefined))).Message;
        message.ShouldContain($"not a member of {typeof(TEnum).Name}");
        message.ShouldContain($"value was {undefined:D}.");
        Should.Throw<ArgumentOutOfRangeException>(() => counter.Remove(new(undefined)));
        Should.Throw<ArgumentOutOfRangeException>(() => mixed.With(new("text", undefined)));
        counter.SeriesCount.ShouldBe(0);
    }

    private readonly record struct Only<TEnum>(TEnum Value);

    private readonly record struct WithText<TEnum>(string Text, TEnum Value);
}
