using Vernier.PromQL.Language;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Tests;

public class PromQLParserTests
{
    [Theory]
    [InlineData("sum(rate(x_total{job=\"a\"}[5m]))   by (a,b)", "sum by (a, b) (rate(x_total{job=\"a\"}[5m]))")]
    [InlineData("topk(0x10, x) without(y)", "topk without (y) (16, x)")]
    [InlineData("x{a='b', c=~`d\\.e`}", "x{a=\"b\",c=~\"d\\\\.e\"}")]
    [InlineData("a+on(x)group_left b", "a + on (x) group_left () b")]
    [InlineData("a>=BOOL b", "a >= bool b")]
    [InlineData("x[90m] OFFSET -1h @ START()", "x[1h30m] @ start() offset -1h")]
    [InlineData("x[60s:1000ms] @ 5", "x[1m:1s] @ 5.000")]
    [InlineData("- 1 + - x", "-1 + -x")]
    [InlineData("( 1\n+ # comment\n2 )", "(1 + 2)")]
    [InlineData("1000000 * 0.00001 * 017 * inf", "1e+06 * 1e-05 * 15 * +Inf")]
    [InlineData("\"\\x41\\xff\\u200b\\n'\"", "\"A\\xff\\u200b\\n'\"")]
    public void ToString_AnyLayout_ReturnsPrometheusStyle(string text, string expected) => PromQLParser.Parse(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("a - b - c", "(a - b) - c")]
    [InlineData("a ^ b ^ c", "a ^ (b ^ c)")]
    [InlineData("-a ^ b", "-(a ^ b)")]
    [InlineData("-a * b", "(-a) * b")]
    [InlineData("a ^ -b * c", "(a ^ (-b)) * c")]
    [InlineData("a + b * c", "a + (b * c)")]
    [InlineData("a atan2 b * c", "(a atan2 b) * c")]
    [InlineData("a == b + c", "a == (b + c)")]
    [InlineData("a and b == c", "a and (b == c)")]
    [InlineData("a or b and c", "a or (b and c)")]
    [InlineData("a unless b and c", "(a unless b) and c")]
    [InlineData("-a offset 5m", "-(a offset 5m)")]
    public void Parse_OperatorsWithoutParentheses_BindAsDocumented(string text, string withParentheses) =>
        Parentheses.Strip(PromQLParser.Parse(withParentheses)).ShouldBe(PromQLParser.Parse(text));

    [Fact]
    public void Parse_AllConstructs_ReturnsTheTree()
    {
        PromQLParser.Parse("sum without (le) (rate(x{a!=\"b\"}[5m] offset 1m)) > bool on (y) group_right (z) -last_over_time({__name__=~\"x.*\"}[1h:1m] @ 7.5)").ShouldBe(
            new BinaryExpression(
                new AggregateExpression(
                    AggregateOperator.Sum,
                    new FunctionCall(Functions.Get("rate"),
                        [new MatrixSelector(new("x", [new("a", MatchOperator.NotEqual, "b")], Minutes(1)), Minutes(5))]),
                    new Grouping(IsWithout: true, ["le"])),
                BinaryOperator.Greater,
                new UnaryExpression(UnaryOperator.Minus, new FunctionCall(Functions.Get("last_over_time"),
                    [new SubqueryExpression(new VectorSelector(null, [new("__name__", MatchOperator.RegexMatch, "x.*")]), Minutes(60), Minutes(1), At: new(AtAnchor.Timestamp, 7500))])),
                Bool: true,
                new(IsOn: true, ["y"], new(IsLeft: false, ["z"]))));
    }

    [Theory]
    [InlineData("0x1F", 31)]
    [InlineData("017", 15)]
    [InlineData("08", 8)]
    [InlineData("0777777777777777777777", 9223372036854775807)]
    [InlineData("07777777777777777777777", 7777777777777777777777d)]
    [InlineData("-1e-3", -0.001)]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("nAn", double.NaN)]
    public void Parse_Number_FollowsGo(string text, double expected) => PromQLParser.Parse(text).ShouldBe(new NumberLiteral(expected));

    [Theory]
    [InlineData("1y2w3d4h5m6s7ms", 33_019_506_007L)]
    [InlineData("1500ms", 1500L)]
    public void Parse_Duration_AddsTheUnits(string text, long milliseconds) =>
        ((MatrixSelector)PromQLParser.Parse($"x[{text}]")).Range.Value.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData("'it\\'s'", "it's")]
    [InlineData("\"\\101\\x42\\u0043\\U00000044\\t\\\\\"", "ABCD\t\\")]
    [InlineData("`a\\n\n`", "a\\n\n")]
    public void Parse_String_ResolvesEscapes(string text, string expected) => PromQLParser.Parse(text).ShouldBe(new StringLiteral(expected));

    [Fact]
    public void Parse_EscapedBytes_AreUtf8OrLoneSurrogates()
    {
        PromQLParser.Parse("\"\\xc3\\xa4\\xff\"").ShouldBe(new StringLiteral("ä\uDCFF"));
        PromQLParser.Parse("\"\\xc3\\xa4\\xff\"").ToString().ShouldBe("\"ä\\xff\"");
    }

    [Theory]
    [InlineData("rate(x[$__rate_interval])", "$__rate_interval")]
    [InlineData("rate(x[${window}])", "${window}")]
    [InlineData("rate(x[${__range_s}s])", "${__range_s}s")]
    [InlineData("rate(x[1h:$__interval])", "$__interval")]
    [InlineData("x offset $__range", "$__range")]
    [InlineData("x offset -$shift", "-$shift")]
    public void Parse_VariableAsDuration_IsKeptIfAllowed(string text, string variable)
    {
        var tree = PromQLParser.Parse(text, allowVariables: true);
        tree.ToString().ShouldBe(text);
        PromQLParser.Parse(tree.ToString(), allowVariables: true).ShouldBe(tree);
        tree.Descendants().SelectMany(Durations).ShouldContain(new PromQLDuration(TimeSpan.Zero, variable));
        Should.Throw<PromQLException>(() => PromQLParser.Parse(text));
    }

    [Theory]
    [InlineData("x{job=\"$job\",instance=~\"${instance:regex}\"}")]
    [InlineData("{job=~\"$job\"}")]
    [InlineData("x{job=~\"($job\"}")]
    public void Parse_VariableInLabelValue_IsKept(string text) => PromQLParser.Parse(text, allowVariables: true).ToString().ShouldBe(text);

    [Theory]
    [InlineData("$metric", 1)]
    [InlineData("x[${open]", 3)]
    [InlineData("x[$]", 3)]
    [InlineData("topk($n, x)", 6)]
    public void Parse_VariableElsewhere_Throws(string text, int column) =>
        Should.Throw<PromQLException>(() => PromQLParser.Parse(text, allowVariables: true)).Column.ShouldBe(column);

    [Fact]
    public void Descendants_Tree_FollowTheOrderOfTheText() =>
        PromQLParser.Parse("a + topk(2, b) * c").Descendants().Select(node => node.ToString()).ShouldBe(
            ["a + topk(2, b) * c", "a", "topk(2, b) * c", "topk(2, b)", "2", "b", "c"]);

    [Fact]
    public void Rewrite_Selectors_ReplacesOnlyThem() =>
        PromQLParser.Parse("-(a + sum by (x) (rate(b{c=\"d\"}[5m]))) > max_over_time(e[1h:]) or vector(1)")
            .Rewrite(selector => selector with { Matchers = [.. selector.Matchers, new("job", MatchOperator.Equal, "j")] }).ToString()
            .ShouldBe("-(a{job=\"j\"} + sum by (x) (rate(b{c=\"d\",job=\"j\"}[5m]))) > max_over_time(e{job=\"j\"}[1h:]) or vector(1)");

    [Theory]
    [InlineData("1 + 2", nameof(ExpressionType.Scalar))]
    [InlineData("-(time())", nameof(ExpressionType.Scalar))]
    [InlineData("1 + x", nameof(ExpressionType.InstantVector))]
    [InlineData("x[5m:]", nameof(ExpressionType.RangeVector))]
    [InlineData("x[5m]", nameof(ExpressionType.RangeVector))]
    [InlineData("(\"x\")", nameof(ExpressionType.String))]
    public void Type_Expression_IsTheTypeOfTheResult(string text, string expected) => PromQLParser.Parse(text).Type.ToString().ShouldBe(expected);

    [Fact]
    public void Functions_All_AreThoseOfPrometheus242() => Functions.All.Count.ShouldBe(70);

    private static IEnumerable<PromQLDuration> Durations(Expression node) => node switch
    {
        MatrixSelector matrix => [matrix.Range],
        SubqueryExpression subquery => [subquery.Range, subquery.Step!],
        VectorSelector { Offset: { } offset } => [offset],
        _ => [],
    };

    private static PromQLDuration Minutes(int minutes) => new(TimeSpan.FromMinutes(minutes));
}
