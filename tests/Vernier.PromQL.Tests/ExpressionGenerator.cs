using FsCheck;
using FsCheck.Fluent;
using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Testing;

namespace Vernier.PromQL.Tests;

/// <summary>Generates random well-typed trees, including trees that only code can build: without the parentheses that their text needs.</summary>
internal static class ExpressionGenerator
{
    private const int MaxDepth = 4;

    private static readonly string[] Names = ["up", "http_requests_total", "job:x:rate5m", ":", "sum", "by", "offset", "and", "SUM", "start", "_", "rate", "x_bucket"];
    private static readonly string[] Labels = ["job", "instance", "le", "by", "on", "bool", "sum", "offset", "group_left", "atan2", "x"];
    private static readonly string[] Regexes = [".*", ".+", "a|b", "[a-z]+(x|y)?", "\\d{2,3}", "(?i)abc", "[^\\]]", "a\\.b"];

    private static readonly Gen<PromQLDuration> Duration = Gen.OneOf(
        Gen.Elements<long>(1, 999, 15_000, 60_000, 300_000, 3_600_000, 86_400_000, 604_800_000, 691_200_000, 31_536_000_000, 90_061_001).Select(FromMilliseconds),
        Gen.Choose(1, int.MaxValue).Select(milliseconds => FromMilliseconds(milliseconds)));

    private static readonly Gen<PromQLDuration?> Offset =
        Optional(Duration.SelectMany(duration => Gen.Elements(duration, duration with { Value = -duration.Value })));

    private static readonly Gen<AtModifier?> At = Optional(Gen.OneOf(
        Gen.Elements(new AtModifier(AtAnchor.Start), new AtModifier(AtAnchor.End)),
        Gen.Choose(int.MinValue, int.MaxValue).Select(milliseconds => new AtModifier(AtAnchor.Timestamp, milliseconds * 1000L + 7))));

    private static readonly Gen<LabelMatcher> Matcher = Gen.OneOf(
        from name in Gen.Elements(Labels)
        from op in Gen.Elements(MatchOperator.Equal, MatchOperator.NotEqual)
        from value in Text()
        select new LabelMatcher(name, op, value),
        from name in Gen.Elements(Labels)
        from op in Gen.Elements(MatchOperator.RegexMatch, MatchOperator.RegexNoMatch)
        from value in Gen.Elements(Regexes)
        select new LabelMatcher(name, op, value));

    private static readonly Gen<VectorSelector> Selector =
        from name in Gen.Frequency((8, Gen.Elements<string?>(Names)), (1, Gen.Constant<string?>(null)))
        from matchers in Few(Matcher)
        from offset in Offset
        from at in At
        select new VectorSelector(name, name is null ? [new("__name__", MatchOperator.Equal, "up"), .. matchers] : [.. matchers], offset, at);

    public static Gen<Expression> Expression { get; } =
        Gen.Elements(Enum.GetValues<ExpressionType>()).SelectMany(type => Gen.Choose(0, MaxDepth).SelectMany(depth => Of(type, depth)));

    private static Gen<Expression> Of(ExpressionType type, int depth) => type switch
    {
        ExpressionType.Scalar => Scalar(depth),
        ExpressionType.InstantVector => InstantVector(depth),
        ExpressionType.RangeVector => RangeVector(depth),
        _ => Gen.OneOf(Text().Select(text => (Expression)new StringLiteral(text)), Text().Select(text => (Expression)new ParenthesizedExpression(new StringLiteral(text)))),
    };

    private static Gen<Expression> Scalar(int depth)
    {
        var number = Generators.Double.Select(value => (Expression)new NumberLiteral(value));
        if (depth == 0)
            return number;
        return Gen.Frequency(
            (1, number),
            (1, InParentheses(ExpressionType.Scalar, depth)),
            (1, Signed(ExpressionType.Scalar, depth)),
            (1, Call(ExpressionType.Scalar, depth)),
            (3, from op in Gen.Elements(Enum.GetValues<BinaryOperator>()).Where(op => !op.IsSet())
                from left in Scalar(depth - 1)
                from right in Scalar(depth - 1)
                select (Expression)new BinaryExpression(left, op, right, op.IsComparison())));
    }

    private static Gen<Expression> InstantVector(int depth)
    {
        var selector = Selector.Select(selector => (Expression)selector);
        if (depth == 0)
            return selector;
        return Gen.Frequency(
            (2, selector),
            (1, InParentheses(ExpressionType.InstantVector, depth)),
            (1, Signed(ExpressionType.InstantVector, depth)),
            (2, Call(ExpressionType.InstantVector, depth)),
            (2, Aggregation(depth)),
            (2, from op in Gen.Elements(Enum.GetValues<BinaryOperator>())
                from left in InstantVector(depth - 1)
                from right in InstantVector(depth - 1)
                from isBool in Gen.Elements(true, false)
                from matching in Matching(op)
                select (Expression)new BinaryExpression(left, op, right, isBool && op.IsComparison(), matching)),
            (1, from op in Gen.Elements(Enum.GetValues<BinaryOperator>()).Where(op => !op.IsSet())
                from scalar in Scalar(depth - 1)
                from vector in InstantVector(depth - 1)
                from isLeft in Gen.Elements(true, false)
                select (Expression)new BinaryExpression(isLeft ? scalar : vector, op, isLeft ? vector : scalar)));
    }

    private static Gen<Expression> RangeVector(int depth)
    {
        var range = from selector in Selector
                    from duration in Duration
                    select (Expression)new MatrixSelector(selector, duration);
        if (depth == 0)
            return range;
        return Gen.OneOf(
            range,
            from operand in InstantVector(depth - 1)
            from duration in Duration
            from step in Optional(Duration)
            from offset in Offset
            from at in At
            select (Expression)new SubqueryExpression(operand, duration, step, offset, at));
    }

    private static Gen<Expression> InParentheses(ExpressionType type, int depth) => Of(type, depth - 1).Select(inner => (Expression)new ParenthesizedExpression(inner));

    private static Gen<Expression> Signed(ExpressionType type, int depth) =>
        from op in Gen.Elements(UnaryOperator.Plus, UnaryOperator.Minus)
        from operand in Of(type, depth - 1)
        select (Expression)new UnaryExpression(op, operand);

    private static Gen<Expression> Call(ExpressionType type, int depth) =>
        from function in Gen.Elements(Functions.All.Where(function => function.Result == type))
        from count in Gen.Choose(function.MinArguments, Math.Min(function.MaxArguments, function.MinArguments + 2))
        from arguments in Gen.CollectToSequence(Enumerable.Range(0, count), i => Of(function.ParameterAt(i), depth - 1))
        select (Expression)new FunctionCall(function, [.. arguments]);

    private static Gen<Expression> Aggregation(int depth) =>
        from op in Gen.Elements(Enum.GetValues<AggregateOperator>())
        from operand in InstantVector(depth - 1)
        from isWithout in Gen.Elements(true, false)
        from clause in Optional(Few(Gen.Elements(Labels)).Select(labels => new Grouping(isWithout, [.. labels])))
        from parameter in Parameter(op, depth)
        select (Expression)new AggregateExpression(op, operand, clause, parameter);

    private static Gen<Expression?> Parameter(AggregateOperator op, int depth) =>
        op.ParameterType() is { } type ? Of(type, depth - 1).Select(expression => (Expression?)expression) : Gen.Constant<Expression?>(null);

    private static Gen<VectorMatching?> Matching(BinaryOperator op)
    {
        var grouping = from isLeft in Gen.Elements(true, false)
                       from include in Few(Gen.Elements(Labels))
                       select new VectorGrouping(isLeft, [.. include]);
        return Optional(
            from isOn in Gen.Elements(true, false)
            from labels in Few(Gen.Elements(Labels))
            from side in op.IsSet() ? Gen.Constant<VectorGrouping?>(null) : Optional(grouping)
            select new VectorMatching(isOn, [.. labels], side is not null && isOn ? side with { Include = [.. side.Include.Except(labels)] } : side));
    }

    /// <summary>Strings that UTF-8 can represent.</summary>
    private static Gen<string> Text() => Generators.Text.Select(Generators.Readable);

    private static Gen<List<T>> Few<T>(Gen<T> item) => Gen.Choose(0, 3).SelectMany(count => item.ListOf(count)).Select(items => items.ToList());

    private static Gen<T?> Optional<T>(Gen<T> item) where T : class => Gen.Frequency((2, Gen.Constant<T?>(null)), (1, item.Select(value => (T?)value)));

    private static PromQLDuration FromMilliseconds(long milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds));
}
