using Vernier.Families;

namespace Vernier.Tests.Families;

/// <summary>The comparison reads words of several characters, so the tests try each length up to three of the widest words, with each character changed.</summary>
public class LabelEqualityTests
{
    private const int MaxLength = 50;

    [Fact]
    public void Equal_DifferentObjectsOfTheSameText_IsTrue()
    {
        for (var length = 0; length <= MaxLength; length++)
            LabelEquality.Equal([Text(length), "b"], [Text(length), new string('b', 1)]).ShouldBeTrue($"length {length}");
    }

    [Fact]
    public void Equal_OneCharacterChanged_IsFalse()
    {
        for (var length = 1; length <= MaxLength; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var changed = Text(length).ToCharArray();
                changed[at] ^= (char)0x100;
                LabelEquality.Equal(["a", Text(length)], ["a", new string(changed)]).ShouldBeFalse($"length {length}, character {at}");
            }
        }
    }

    [Fact]
    public void Equal_OneCharacterMore_IsFalse()
    {
        for (var length = 0; length <= MaxLength; length++)
        {
            LabelEquality.Equal([Text(length)], [Text(length + 1)]).ShouldBeFalse($"length {length}");
            LabelEquality.Equal([Text(length)], [Text(length) + '\0']).ShouldBeFalse($"length {length}, and a zero");
        }
    }

    [Fact]
    public void Equal_NullAndEmpty_AreEqual()
    {
        LabelEquality.Equal(["a", ""], ["a", null!]).ShouldBeTrue();
        LabelEquality.Equal(["a", "b"], ["a", null!]).ShouldBeFalse();
    }

    [Fact]
    public void Equal_FewerValues_Throws() => Should.Throw<Exception>(() => LabelEquality.Equal(["a", "b"], [new string('a', 1)]));

    // Different objects.
    private static string Text(int length) => new([.. Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26)))]);
}
