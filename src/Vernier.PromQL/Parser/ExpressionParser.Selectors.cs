using System.Text.RegularExpressions;
using Vernier.PromQL.Language;
using Vernier.PromQL.RegularExpressions;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Parser;

/// <summary>This part parses selectors, and the ranges, offsets, and @ modifiers after expressions.</summary>
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
            { Kind: TokenKind.Symbol, Text: "=" } => MatchOperator.Equal,
            { Kind: TokenKind.Symbol, Text: "!=" } => MatchOperator.NotEqual,
            { Kind: TokenKind.Symbol, Text: "=~" } => MatchOperator.RegexMatch,
            { Kind: TokenKind.Symbol, Text: "!~" } => MatchOperator.RegexNoMatch,
            _ => throw Expected($"=, !=, =~, or !~ after the label {name}"),
        };
        Advance();
        var value = Take(TokenKind.Text, "a quoted string");
        var matcher = new LabelMatcher(name, op, QuotedTextReader.Read(_text, value));
        if (op is MatchOperator.RegexMatch or MatchOperator.RegexNoMatch && !HasVariable(matcher.Value) && Re2Regex.GetError(matcher.Value) is { } error)
            throw Failure(value.Start, $"{value} is not a valid regex: {error}");
        return matcher;
    }

    /// <summary>A regex with a variable is not checked, because the value of the variable is unknown.</summary>
    private bool HasVariable(string value) => _allowVariables && VariableInText().IsMatch(value);

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
        var range = ReadDuration("a duration such as 5m");
        if (_current.Kind is TokenKind.Colon)
        {
            Advance();
            var step = _current.Kind is TokenKind.RightBracket ? null : ReadDuration("a duration such as 1m, or ']'");
            Take(TokenKind.RightBracket, "']'");
            return new SubqueryExpression(operand, range, step) { Position = SourceSpan.Between(operand.Position.Start, _endOfPrevious) };
        }
        Take(TokenKind.RightBracket, "']' or ':'");
        return operand switch
        {
            VectorSelector { Offset: not null } => throw Failure(bracket.Start, "the range must precede the offset, as in x[5m] offset 1h"),
            VectorSelector { At.Anchor: AtAnchor.Timestamp } => throw Failure(bracket.Start, "the range must precede the @ modifier, as in x[5m] @ 1609746000"),
            VectorSelector selector => new MatrixSelector(selector, range) { Position = SourceSpan.Between(operand.Position.Start, _endOfPrevious) },
            _ => throw Failure(bracket.Start, "a range is allowed only after a selector; use a subquery such as [5m:1m] for other expressions"),
        };
    }

    private Expression ReadOffset(Expression expression)
    {
        var word = Advance();
        var isNegative = _current.IsSymbol("-");
        if (isNegative)
            Advance();
        var offset = ReadDuration("a duration such as 5m");
        if (isNegative)
            offset = offset.Variable is null ? offset with { Value = -offset.Value } : offset with { Variable = "-" + offset.Variable };

        var position = SourceSpan.Between(expression.Position.Start, _endOfPrevious);
        return expression switch
        {
            VectorSelector { Offset: null } selector => selector with { Offset = offset, Position = position },
            MatrixSelector { Selector.Offset: null } matrix => matrix with { Selector = matrix.Selector with { Offset = offset }, Position = position },
            SubqueryExpression { Offset: null } subquery => subquery with { Offset = offset, Position = position },
            VectorSelector or MatrixSelector or SubqueryExpression => throw Failure(word.Start, "duplicate offset"),
            _ => throw Failure(word.Start, "an offset is allowed only after a selector or a subquery"),
        };
    }

    private Expression ReadAt(Expression expression)
    {
        var symbol = Advance();
        var at = ReadTime();
        var position = SourceSpan.Between(expression.Position.Start, _endOfPrevious);
        return expression switch
        {
            VectorSelector { At: null } selector => selector with { At = at, Position = position },
            MatrixSelector { Selector.At: null } matrix => matrix with { Selector = matrix.Selector with { At = at }, Position = position },
            SubqueryExpression { At: null } subquery => subquery with { At = at, Position = position },
            VectorSelector or MatrixSelector or SubqueryExpression => throw Failure(symbol.Start, "duplicate @ modifier"),
            _ => throw Failure(symbol.Start, "an @ modifier is allowed only after a selector or a subquery"),
        };
    }

    private AtModifier ReadTime()
    {
        const string expected = "a Unix timestamp, start(), or end()";
        if (_current.IsWord("start") || _current.IsWord("end"))
        {
            var anchor = _current.IsWord("start") ? AtAnchor.Start : AtAnchor.End;
            Advance();
            Take(TokenKind.LeftParenthesis, "'()'");
            Take(TokenKind.RightParenthesis, "')'");
            return new(anchor);
        }

        var isNegative = _current.IsSymbol("-");
        if (isNegative || _current.IsSymbol("+"))
            Advance();
        var start = _current.Start;
        if (_current.Kind is not TokenKind.Number && !_current.IsWord("inf") && !_current.IsWord("nan"))
            throw Expected(expected);
        var seconds = ReadNumber();
        if (!(seconds < long.MaxValue))
            throw Failure(start, $"expected {expected} but the number is out of range");
        return new(AtAnchor.Timestamp, (long)Math.Round((isNegative ? -seconds : seconds) * 1000, MidpointRounding.AwayFromZero));
    }

    private PromQLDuration ReadDuration(string expected)
    {
        if (_current.Kind is TokenKind.Variable)
            return new(TimeSpan.Zero, Advance().Text);
        if (_current.Kind is not TokenKind.Duration)
            throw Expected(_current.Kind is TokenKind.Number ? $"{expected}, with a unit," : expected);
        if (!PrometheusDuration.TryParse(_current.Text, out var value))
            throw Failure(_current.Start, $"{_current} is too long (maximum 292 years)");
        if (value == TimeSpan.Zero)
            throw Failure(_current.Start, "a duration must be greater than 0");
        Advance();
        return new(value);
    }
}
