using Vernier.Testing;
using Vernier.Toolkit.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vernier.Toolkit.Tests.Text;

/// <summary>Text that no reader of YAML may accept blindly: circular and exploding aliases, deep nesting, ignored tags.</summary>
public class YamlReaderTests
{
    [Theory]
    [InlineData("a: &a [*a]", 1, 8, "the alias *a is inside its own anchor")]
    [InlineData("a: &a\n  b:\n    - *a", 3, 7, "the alias *a is inside its own anchor")]
    [InlineData("&a [&b {c: *a}]", 1, 12, "the alias *a is inside its own anchor")]
    [InlineData("- &a [*b]\n- &b [*a]", 1, 7, "the alias *b has no anchor &b before it")]
    [InlineData("a: *b\nb: &b 1", 1, 4, "the alias *b has no anchor &b before it")]
    [InlineData("a: &a 1\n---\nb: *a", 3, 4, "the alias *a has no anchor &a before it")]
    [InlineData("? [a, b]\n: c", 1, 3, "a key must be plain text")]
    [InlineData("a: &a [b]\n*a : c", 2, 1, "a key must be plain text")]
    [InlineData("a: !!binary aGk=", 1, 4, "the tag '!!binary' is not supported")]
    [InlineData("a: !python/object:os.system [b]", 1, 4, "the tag '!python/object:os.system' is not supported")]
    [InlineData("a: b: c", 1, 5, "a value that contains ': ' must be in quotes")]
    [InlineData("a: [b", 2, 1, "")]
    [InlineData("[1 [", 1, 4, "")]
    [InlineData("a: 1\na: 2", 2, 1, "Duplicate key a")]
    [InlineData("%YAML 99999999999.1\n---\na: 1", 1, 1, "")]
    [InlineData("- : 1? 27%.0.0...'.\n0. ~\n", 2, 1, "")]
    [InlineData("a: !!]~ b", 1, 2, "the tag after this is not valid")]
    public void Read_InvalidText_ThrowsWithItsPosition(string text, int line, int column, string message)
    {
        var exception = Should.Throw<YamlException>(() => YamlReader.Read(text, TestContext.Current.CancellationToken));
        exception.Message.ShouldContain(message);
        (exception.Start.Line, exception.Start.Column).ShouldBe((line, column));
    }

    [Fact]
    public void Read_AliasesThatMultiply_Throw()
    {
        var lines = Enumerable.Range(1, 20).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        var exception = Should.Throw<YamlException>(() => YamlReader.Read($"a0: &a0 x\n{string.Join('\n', lines)}", TestContext.Current.CancellationToken));
        exception.Message.ShouldBe("the file has more than 1,000,000 values, where an alias counts as all values of its anchor");
        exception.Start.Line.ShouldBe(7);
    }

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void Read_AliasesThatNest_AreLimitedLikeBrackets(int levels, bool isValid)
    {
        var lines = Enumerable.Range(1, levels).Select(i => $"- &a{i} [*a{i - 1}]");
        var text = $"- &a0 x\n{string.Join('\n', lines)}";
        if (isValid)
            Depth(YamlReader.Read(text, TestContext.Current.CancellationToken).Single().RootNode).ShouldBe(YamlReader.MaxDepth);
        else
            Should.Throw<YamlException>(() => YamlReader.Read(text, TestContext.Current.CancellationToken)).Message.ShouldBe("nested more than 100 levels deep");
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(100_000, false)]
    public void Read_Brackets_AreLimited(int levels, bool isValid)
    {
        var text = new string('[', levels) + new string(']', levels);
        if (isValid)
            Depth(YamlReader.Read(text, TestContext.Current.CancellationToken).Single().RootNode).ShouldBe(levels);
        else
            Should.Throw<YamlException>(() => YamlReader.Read(text, TestContext.Current.CancellationToken)).Start.Column.ShouldBe(101);
    }

    [Fact]
    public void Read_TooManyValues_Throws() =>
        Should.Throw<YamlException>(() => YamlReader.Read($"[{string.Concat(Enumerable.Repeat("a,", YamlReader.MaxValues))}]", TestContext.Current.CancellationToken))
            .Message.ShouldContain("more than 1,000,000 values");

    [Fact]
    public void Read_AnchorsThatAreUsedTwiceOrDefinedAgain_AreTheLastBefore()
    {
        var root = (YamlMappingNode)YamlReader.Read("a: &x [1]\nb: *x\nc: &x 2\nd: [*x, *x]\n*x : !!str 3", TestContext.Current.CancellationToken).Single().RootNode;
        root["b"].ShouldBe(root["a"]);
        root["d"][0].ShouldBe(root["c"]);
        ((YamlScalarNode)root["2"]).Value.ShouldBe("3");
    }

    [Fact]
    public void Read_HugeText_IsItself()
    {
        var text = new string('x', 8 * 1024 * 1024);
        ((YamlScalarNode)YamlReader.Read($"a: '{text}'", TestContext.Current.CancellationToken).Single().RootNode["a"]).Value.ShouldBe(text);
    }

    [Fact]
    public void Read_Canceled_Throws() => Should.Throw<OperationCanceledException>(() => YamlReader.Read("a: b", new CancellationToken(canceled: true)));

    private static int Depth(YamlNode node) => node is YamlSequenceNode list ? 1 + list.Children.Select(Depth).DefaultIfEmpty().Max() : 0;
}
