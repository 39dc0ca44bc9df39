using Vernier.Families;

namespace Vernier.Tests.Families;

public class LabelHashTests
{
    private const string Digits = "0123456789";

    [Fact]
    public void Quick_NullAndEmpty_AreEqual()
    {
        LabelHash.Quick(["a", null!, ""]).ShouldBe(LabelHash.Quick(["a", "", null!]));
        LabelHash.Full(["a", null!, ""]).ShouldBe(LabelHash.Full(["a", "", null!]));
    }

    [Fact]
    public void Quick_EqualStrings_HaveEqualHashesAtAnyAddress()
    {
        for (var length = 0; length < 40; length++)
        {
            var value = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + i)));
            LabelHash.Quick([value, value]).ShouldBe(LabelHash.Quick([new string(value.AsSpan()), new string(value.AsSpan())]));
            LabelHash.Full([value, value]).ShouldBe(LabelHash.Full([new string(value.AsSpan()), new string(value.AsSpan())]));
        }
    }

    // Numbers are common label values (shards, ports, status codes). Changes of several labels must not compensate each other.
    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(7, 2)]
    public void Quick_NumbersInSeveralLabels_RarelyCollide(int length, int labels)
    {
        var numbers = length == 1 ? 10 : 60;
        string[][] all = [[]];
        for (var i = 0; i < labels; i++)
            all = [.. from values in all from number in Enumerable.Range(0, numbers) select (string[])[.. values, $"{number}".PadLeft(length, '0')]];
        Collisions(all).ShouldBeLessThan(3);
    }

    [Fact]
    public void Quick_PermutationsAndEqualPairs_RarelyCollide()
    {
        string[] values = [.. from a in Digits from b in Digits from c in Digits select $"{a}{b}{c}"];
        List<string[]> all = [.. values.Select(v => (string[])[v, v])];
        for (var i = 1; i < values.Length; i++)
        {
            all.Add([values[i], values[i - 1]]);
            all.Add([values[i - 1], values[i]]);
            all.Add([values[i], ""]);
            all.Add(["", values[i]]);
        }
        Collisions(all).ShouldBeLessThan(3);
    }

    [Fact]
    public void Quick_OneCharacterThatIsRead_ChangesTheHash()
    {
        for (var length = 1; length <= 20; length++)
        {
            // The first, the last and the middle four characters, which are all of up to twelve characters.
            var middle = (length - 4) / 2;
            for (var i = 0; i < length; i++)
            {
                if (length > 12 && !(i < 4 || i >= length - 4 || (i >= middle && i < middle + 4)))
                    continue;
                var value = new string('x', length).ToCharArray();
                value[i] = 'y';
                LabelHash.Quick([new string(value)]).ShouldNotBe(LabelHash.Quick([new string('x', length)]), $"{i} of {length}");
            }
        }
    }

    private static int Collisions(IReadOnlyCollection<string[]> all) => all.Count - all.Select(values => LabelHash.Quick(values)).Distinct().Count();
}
