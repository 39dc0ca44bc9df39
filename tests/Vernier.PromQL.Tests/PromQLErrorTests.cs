using Vernier.PromQL.Parser;

namespace Vernier.PromQL.Tests;

public class PromQLErrorTests
{
    private const int FarTooMany = 10_000;

    public static TheoryData<string, int, int, string> Invalid => [.. InvalidExpressions.All];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Parse_Mistake_IsToldWithItsPlace(string text, int line, int column, string message)
    {
        var failure = Should.Throw<PromQLException>(() => PromQLParser.Parse(text));
        failure.Message.ShouldStartWith($"line {line}, column {column}: ");
        failure.Message.ShouldContain(message);
        failure.Message.ShouldBe($"line {failure.Line}, column {failure.Column}: {failure.Problem}");
        text[..failure.Offset].Split('\n').Length.ShouldBe(line);
        text[..failure.Offset].Split('\n')[^1].Length.ShouldBe(column - 1);
    }

    [Fact]
    public void Parse_EveryStartOfAValidText_GivesATreeOrAMistakeInIt()
    {
        foreach (var text in ValidExpressions.All)
        {
            for (var length = 0; length < text.Length; length++)
            {
                try
                {
                    PromQLParser.Parse(text[..length]);
                }
                catch (PromQLException failure)
                {
                    failure.Offset.ShouldBeInRange(0, length);
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
    public void Parse_TenThousandLevels_AreRefused(string before, string inner, string after)
    {
        var text = string.Concat(Enumerable.Repeat(before, FarTooMany)) + inner + string.Concat(Enumerable.Repeat(after, FarTooMany));
        Should.Throw<PromQLException>(() => PromQLParser.Parse(text)).Message.ShouldContain("at most 500 levels");
    }

    [Fact]
    public void Parse_AsDeepAsAllowed_IsReadAndWritten()
    {
        var text = new string('(', PromQLParser.MaxDepth - 1) + "x" + new string(')', PromQLParser.MaxDepth - 1);
        PromQLParser.Parse(text).ToString().ShouldBe(text);
        Should.Throw<PromQLException>(() => PromQLParser.Parse($"({text})"));

        var sum = string.Join(" + ", Enumerable.Repeat("x", PromQLParser.MaxDepth));
        PromQLParser.Parse(sum).ShouldBe(PromQLParser.Parse(sum));
        Should.Throw<PromQLException>(() => PromQLParser.Parse(sum + " + x"));
    }
}
