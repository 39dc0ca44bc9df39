using FsCheck;
using FsCheck.Fluent;
using Vernier.Toolkit.PromQL;
using Vernier.Toolkit.PromQL.Syntax;

namespace Vernier.Tests.Toolkit.PromQL;

public class RoundTripTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(3000);

    public static TheoryData<string> Valid => new(ValidExpressions.All.Distinct());

    [Theory]
    [MemberData(nameof(Valid))]
    public void Parse_TextOfAParsedTree_GivesTheSameTreeAndText(string text)
    {
        var tree = PromQlParser.Parse(text);
        var printed = tree.ToString();
        PromQlParser.Parse(printed).ShouldBe(tree);
        PromQlParser.Parse(printed).ToString().ShouldBe(printed);
    }

    [Fact]
    public void Parse_TextOfAnyTree_GivesTheSameTreeButForNeededParentheses() => Check.One(Config, Prop.ForAll(ExpressionGenerator.Expression.ToArbitrary(), tree =>
    {
        var text = tree.ToString();
        var parsed = PromQlParser.Parse(text);
        Parentheses.Strip(parsed).ShouldBe(Parentheses.Strip(tree), text);
        if (Parentheses.Count(parsed) == Parentheses.Count(tree))
            parsed.ShouldBe(tree, text);
        parsed.ToString().ShouldBe(text);
        PromQlParser.Parse(parsed.ToString()).ShouldBe(parsed);
    }));

    [Fact]
    public void RandomTrees_SoManyAskedFor_AreDifferentAndTheSameEachTime()
    {
        const int count = 50;
        var texts = PromQlText.RandomTrees(count);
        texts.Count.ShouldBe(count);
        texts.Distinct().Count().ShouldBeGreaterThan(count / 2);
        PromQlText.RandomTrees(count).ShouldBe(texts);
    }

    [Fact]
    public void Position_EveryNodeOfAParsedTree_IsItsTextInTheSource() => Check.One(Config, Prop.ForAll(ExpressionGenerator.Expression.ToArbitrary(), tree =>
    {
        var text = tree.ToString();
        foreach (var node in PromQlParser.Parse(text).Descendants())
        {
            if (node is not VectorSelector) // A selector below a range keeps the range's offset, which stands behind the brackets.
                node.ToString().ShouldBe(text.Substring(node.Position.Start, node.Position.Length));
        }
    }));
}
