using Vernier.Dev;

namespace Vernier.Architecture.Tests.Language;

public class SourceTextTests
{
    [Theory]
    [InlineData("""x = "plain";""", "plain")]
    [InlineData("""x = "a \" quote \\";""", """a \" quote \\""")]
    [InlineData(""""x = @"C:\a ""b"" c";"""", """C:\a ""b"" c""")]
    [InlineData("""x = $"{a.B} is {c:0.0}, {{d}}";""", "{a.B} is {c:0.0}, {{d}}")]
    [InlineData("x = \"\"\"\n    raw \"quoted\"\n    text\n    \"\"\";", " raw \"quoted\" text ")]
    [InlineData("x = $$\"\"\"{\"a\": {{b}}}\"\"\";", "{\"a\": {{b}}}")]
    [InlineData("""x = "";""", "")]
    [InlineData("""x = '"'; y = "a";""", "a")]
    [InlineData("""x = '\''; y = "a";""", "a")]
    public void Blocks_StringLiteral_HasItsText(string source, string expected) =>
        new SourceText(source).Blocks.ShouldHaveSingleItem().Text.ShouldBe(expected);

    [Fact]
    public void Blocks_InterpolationWithStringInside_AreTwoLiteralsAndTheInterpolationIsNotProse()
    {
        var blocks = new SourceText("""x = $"a {b ?? "none"} c";""").Blocks;
        blocks.Select(block => block.Text).ShouldBe(["none", """a {b ?? "none"} c"""]);
        blocks[^1].Prose.ShouldBe("a _____________ c");
    }

    [Fact]
    public void Blocks_CommentsOverSeveralLines_AreOneBlockThatKnowsItsLines()
    {
        var blocks = new SourceText("/// <summary>One\n/// two.</summary>\nclass A; // three\n\n// four\n// five \"six\"\n").Blocks;
        blocks.Select(block => (block.Kind, block.Text)).ShouldBe(
            [(TextKind.Documentation, "<summary>One two.</summary>"), (TextKind.Comment, "three"), (TextKind.Comment, "four five \"six\"")], ignoreOrder: false);
        blocks[0].LineAt(blocks[0].Text.IndexOf("two", StringComparison.Ordinal)).ShouldBe(2);
        blocks[2].LineAt(blocks[2].Text.IndexOf("five", StringComparison.Ordinal)).ShouldBe(6);
    }

    [Fact]
    public void Code_LiteralsAndComments_AreBlankAndTheRestKeepsItsPosition() =>
        new SourceText("a = $\"b {c} d\"; // e\nf").Code.ShouldBe("a =      c    ;     \nf");
}
