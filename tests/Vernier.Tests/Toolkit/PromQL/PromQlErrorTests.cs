using Vernier.Toolkit.PromQL;

namespace Vernier.Tests.Toolkit.PromQL;

public class PromQlErrorTests
{
    private const int FarTooMany = 10_000;

    public static TheoryData<string, int, int, string> Invalid => [.. InvalidExpressions.All];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Parse_Mistake_IsToldWithItsPlace(string text, int line, int column, string message)
    {
        var failure = Should.Throw<PromQlException>(() => PromQlParser.Parse(text));
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
                    PromQlParser.Parse(text[..length]);
                }
                catch (PromQlException failure)
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
        Should.Throw<PromQlException>(() => PromQlParser.Parse(text)).Message.ShouldContain("at most 500 levels");
    }

    [Fact]
    public void Parse_AsDeepAsAllowed_IsReadAndWritten()
    {
        var text = new string('(', PromQlParser.MaxDepth - 1) + "x" + new string(')', PromQlParser.MaxDepth - 1);
        PromQlParser.Parse(text).ToString().ShouldBe(text);
        Should.Throw<PromQlException>(() => PromQlParser.Parse($"({text})"));

        var sum = string.Join(" + ", Enumerable.Repeat("x", PromQlParser.MaxDepth));
        PromQlParser.Parse(sum).ShouldBe(PromQlParser.Parse(sum));
        Should.Throw<PromQlException>(() => PromQlParser.Parse(sum + " + x"));
    }
}
