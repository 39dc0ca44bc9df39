using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Tests;

public class PromQLErrorTests
{
    private const int TooManyLevels = 10_000;

    public static TheoryData<string, int, int, string> Invalid => [.. InvalidExpressions.All];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Parse_InvalidExpression_ThrowsWithPosition(string text, int line, int column, string message)
    {
        var exception = Should.Throw<PromQLException>(() => PromQLParser.Parse(text));
        exception.Message.ShouldStartWith($"line {line}, column {column}: ");
        exception.Message.ShouldContain(message);
        exception.Message.ShouldBe($"line {exception.Line}, column {exception.Column}: {exception.Problem}");
        text[..exception.Offset].Split('\n').Length.ShouldBe(line);
        text[..exception.Offset].Split('\n')[^1].Length.ShouldBe(column - 1);
    }

    [Fact]
    public void Parse_EveryPrefixOfAValidExpression_ParsesOrThrowsWithPositionInIt()
    {
        foreach (var text in ValidExpressions.All)
        {
            for (var length = 0; length < text.Length; length++)
            {
                try
                {
                    PromQLParser.Parse(text[..length]);
                }
                catch (PromQLException exception)
                {
                    exception.Offset.ShouldBeInRange(0, length);
                }
            }
        }
    }

    [Theory]
    [InlineData("(", "x", ")")]
    [InlineData("-", "x", "")]
    [InlineData("abs(", "x", ")")]
    [InlineData("sum by (a) (", "x", ")")]
    [InlineData("x + ", "x", "")]
    [InlineData("2 ^ ", "x", "")]
    [InlineData("", "x", "[5m:]")]
    [InlineData("(x + ", "x", ")")]
    public void Parse_TenThousandLevels_Throws(string before, string inner, string after)
    {
        var text = string.Concat(Enumerable.Repeat(before, TooManyLevels)) + inner + string.Concat(Enumerable.Repeat(after, TooManyLevels));
        Should.Throw<PromQLException>(() => PromQLParser.Parse(text)).Message.ShouldContain("maximum 500 levels");
    }

    [Fact]
    public void Parse_MaxDepth_ParsesAndPrints()
    {
        var text = new string('(', PromQLParser.MaxDepth - 1) + "x" + new string(')', PromQLParser.MaxDepth - 1);
        PromQLParser.Parse(text).ToString().ShouldBe(text);
        Should.Throw<PromQLException>(() => PromQLParser.Parse($"({text})"));

        var sum = string.Join(" + ", Enumerable.Repeat("x", PromQLParser.MaxDepth));
        PromQLParser.Parse(sum).ShouldBe(PromQLParser.Parse(sum));
        Should.Throw<PromQLException>(() => PromQLParser.Parse(sum + " + x"));
    }
}
