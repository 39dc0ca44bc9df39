using System.Text.RegularExpressions;
using Vernier.PromQL.Language;
using Vernier.PromQL.Patterns;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Parser;

/// <summary>This part: selectors, and the ranges, offsets and times that may follow an expression.</summary>
internal sealed partial class ExpressionParser
{
    private VectorSelector ReadSelector(Token? name)
    {
        var start = name?.Start ?? _current.Start;
        var matchers = _current.Kind is TokenKind.LeftBrace ? ReadMatchers() : [];
        return new(name?.Text, matchers) { Position = SourceSpan.Between(start, _endOfPrevious) };
    }

    private EquatableList<LabelMatcher> ReadMatchers()
    {
        Advance();
        var matchers = new List<LabelMatcher>();
        while (_current.Kind is not TokenKind.RightBrace)
        {
            matchers.Add(ReadMatcher());
            if (_current.Kind is not TokenKind.Comma)
                break;
            Advance();
        }
        Take(TokenKind.RightBrace, "',' or '}' after a label matcher");
        return [.. matchers];
    }

    private LabelMatcher ReadMatcher()
    {
        var name = Take(TokenKind.Word, "a label name or '}'").Text;
        var op = _current switch
        {
            { Kind: TokenKind.Sign, Text: "=" } => MatchOperator.Equal,
            { Kind: TokenKind.Sign, Text: "!=" } => MatchOperator.NotEqual,
            { Kind: TokenKind.Sign, Text: "=~" } => MatchOperator.RegexMatch,
            { Kind: TokenKind.Sign, Text: "!~" } => MatchOperator.RegexNoMatch,
            _ => throw Expected($"=, !=, =~ or !~ after the label {name}"),
        };
        Advance();
        var value = Take(TokenKind.Text, "a string in quotes");
        var matcher = new LabelMatcher(name, op, QuotedTextReader.Read(_text, value));
        if (op is MatchOperator.RegexMatch or MatchOperator.RegexNoMatch && !HasVariable(matcher.Value) && PatternSyntax.Problem(matcher.Value) is { } problem)
            throw Failure(value.Start, $"the pattern {value} is no regular expression: {problem}");
        return matcher;
    }

    /// <summary>What Grafana puts in place of a variable nobody knows, so such a pattern is not looked at.</summary>
    private bool HasVariable(string value) => _allowGrafanaVariables && VariableInText().IsMatch(value);

    [GeneratedRegex(@"\$(\{|[a-zA-Z_])")]
    private static partial Regex VariableInText();

    private Expression ReadSuffixes(Expression expression)
    {
        while (true)
        {
            if (_current.Kind is TokenKind.LeftBracket)
                expression = ReadRange(expression);
            else if (_current.Kind is TokenKind.At)
                expression = ReadAt(expression);
            else if (_current.IsWord("offset"))
                expression = ReadOffset(expression);
            else
                return expression;
        }
    }

    private Expression ReadRange(Expression operand)
    {
        var bracket = Advance();
        var range = ReadDuration("a length of time such as 5m");
        if (_current.Kind is TokenKind.Colon)
        {
            Advance();
            var step = _current.Kind is TokenKind.RightBracket ? null : ReadDuration("a length of time such as 1m, or ']'");
            Take(TokenKind.RightBracket, "']'");
            return new SubqueryExpression(operand, range, step) { Position = SourceSpan.Between(operand.Position.Start, _endOfPrevious) };
        }
        Take(TokenKind.RightBracket, "']' or ':'");
        return operand switch
        {
            VectorSelector { Offset: not null } => throw Failure(bracket.Start, "the range of a selector stands before its offset, as in x[5m] offset 1h"),
            VectorSelector { At.Anchor: AtAnchor.Timestamp } => throw Failure(bracket.Start, "the range of a selector stands before its @, as in x[5m] @ 1609746000"),
            VectorSelector selector => new MatrixSelector(selector, range) { Position = SourceSpan.Between(operand.Position.Start, _endOfPrevious) },
            _ => throw Failure(bracket.Start, "a range stands only after a selector; of any other expression a subquery such as [5m:1m] can be made"),
        };
    }

    private Expression ReadOffset(Expression expression)
    {
        var word = Advance();
        var isNegative = _current.IsSign("-");
        if (isNegative)
            Advance();
        var offset = ReadDuration("a length of time such as 5m");
        if (isNegative)
            offset = offset.Variable is null ? offset with { Value = -offset.Value } : offset with { Variable = "-" + offset.Variable };

        var position = SourceSpan.Between(expression.Position.Start, _endOfPrevious);
        return expression switch
        {
            VectorSelector { Offset: null } selector => selector with { Offset = offset, Position = position },
            MatrixSelector { Selector.Offset: null } matrix => matrix with { Selector = matrix.Selector with { Offset = offset }, Position = position },
            SubqueryExpression { Offset: null } subquery => subquery with { Offset = offset, Position = position },
            VectorSelector or MatrixSelector or SubqueryExpression => throw Failure(word.Start, "the offset is given twice"),
            _ => throw Failure(word.Start, "an offset stands only after a selector or a subquery"),
        };
    }

    private Expression ReadAt(Expression expression)
    {
        var sign = Advance();
        var at = ReadTime();
        var position = SourceSpan.Between(expression.Position.Start, _endOfPrevious);
        return expression switch
        {
            VectorSelector { At: null } selector => selector with { At = at, Position = position },
            MatrixSelector { Selector.At: null } matrix => matrix with { Selector = matrix.Selector with { At = at }, Position = position },
            SubqueryExpression { At: null } subquery => subquery with { At = at, Position = position },
            VectorSelector or MatrixSelector or SubqueryExpression => throw Failure(sign.Start, "the time after @ is given twice"),
            _ => throw Failure(sign.Start, "an @ stands only after a selector or a subquery"),
        };
    }

    private AtModifier ReadTime()
    {
        const string expected = "seconds since 1970, start() or end()";
        if (_current.IsWord("start") || _current.IsWord("end"))
        {
            var anchor = _current.IsWord("start") ? AtAnchor.Start : AtAnchor.End;
            Advance();
            Take(TokenKind.LeftParenthesis, "'()'");
            Take(TokenKind.RightParenthesis, "')'");
            return new(anchor);
        }

        var isNegative = _current.IsSign("-");
        if (isNegative || _current.IsSign("+"))
            Advance();
        var start = _current.Start;
        if (_current.Kind is not TokenKind.Number && !_current.IsWord("inf") && !_current.IsWord("nan"))
            throw Expected(expected);
        var seconds = ReadNumber();
        if (!(seconds < long.MaxValue))
            throw Failure(start, $"expected {expected} but found a number that is no time");
        return new(AtAnchor.Timestamp, (long)Math.Round((isNegative ? -seconds : seconds) * 1000, MidpointRounding.AwayFromZero));
    }

    private PromQLDuration ReadDuration(string expected)
    {
        if (_current.Kind is TokenKind.Variable)
            return new(TimeSpan.Zero, Advance().Text);
        if (_current.Kind is not TokenKind.Duration)
            throw Expected(_current.Kind is TokenKind.Number ? $"{expected}, with its unit," : expected);
        if (!PrometheusDuration.TryParse(_current.Text, out var value))
            throw Failure(_current.Start, $"'{_current.Text}' is too long; at most 292 years are possible");
        if (value == TimeSpan.Zero)
            throw Failure(_current.Start, "a length of time must be greater than 0");
        Advance();
        return new(value);
    }
}
