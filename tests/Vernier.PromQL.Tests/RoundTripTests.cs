using FsCheck;
using FsCheck.Fluent;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Tests;

public class RoundTripTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(3000);

    public static TheoryData<string> Valid => new(ValidExpressions.All.Distinct());

    [Theory]
    [MemberData(nameof(Valid))]
    public void Parse_PrintedTree_ReturnsTheSameTreeAndText(string text)
    {
        var tree = PromQLParser.Parse(text);
        var printed = tree.ToString();
        PromQLParser.Parse(printed).ShouldBe(tree);
        PromQLParser.Parse(printed).ToString().ShouldBe(printed);
    }

    [Fact]
    public void Parse_PrintedRandomTree_ReturnsTheSameTreeExceptForParentheses() => Check.One(Config, Prop.ForAll(ExpressionGenerator.Expression.ToArbitrary(), tree =>
    {
        var text = tree.ToString();
        var parsed = PromQLParser.Parse(text);
        Parentheses.Strip(parsed).ShouldBe(Parentheses.Strip(tree), text);
        if (Parentheses.Count(parsed) == Parentheses.Count(tree))
            parsed.ShouldBe(tree, text);
        parsed.ToString().ShouldBe(text);
        PromQLParser.Parse(parsed.ToString()).ShouldBe(parsed);
    }));

    [Fact]
    public void RandomTrees_Count_AreDistinctAndDeterministic()
    {
        const int count = 50;
        var texts = PromQLText.RandomTrees(count);
        texts.Count.ShouldBe(count);
        texts.Distinct().Count().ShouldBeGreaterThan(count / 2);
        PromQLText.RandomTrees(count).ShouldBe(texts);
    }

    [Fact]
    public void Position_EveryNode_SelectsItsText() => Check.One(Config, Prop.ForAll(ExpressionGenerator.Expression.ToArbitrary(), tree =>
    {
        var text = tree.ToString();
        foreach (var node in PromQLParser.Parse(text).Descendants())
        {
            if (node is not VectorSelector) // A selector in a range selector includes the offset, which follows the brackets in the text.
                text.Substring(node.Position.Start, node.Position.Length).ShouldBeOneOf(Spellings(node));
        }
    }));

    /// <summary>Infinity is printed without a sign before a power.</summary>
    private static string[] Spellings(Expression node) => node is NumberLiteral { Value: double.PositiveInfinity } ? ["+Inf", "Inf"] : [node.ToString()];
}
