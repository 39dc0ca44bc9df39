using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Parser;

/// <summary>This part parses operands: literals, parentheses, aggregations, and calls.</summary>
internal sealed partial class ExpressionParser
{
    /// <summary>Keywords that are not valid metric names.</summary>
    private static readonly HashSet<string> Reserved = new(["bool", "on", "ignoring", "group_left", "group_right", "atan2"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Keywords that are valid metric names, but cannot start a call.</summary>
    private static readonly HashSet<string> NotFunctions = new(["and", "or", "unless", "by", "without", "offset", "start", "end"], StringComparer.OrdinalIgnoreCase);

    private Expression ReadOperand()
    {
        var operand = _current.Kind switch
        {
            TokenKind.Number => ReadNumberLiteral(),
            TokenKind.Text => ReadStringLiteral(),
            TokenKind.LeftParenthesis => ReadParenthesized(),
            TokenKind.LeftBrace => ReadSelector(name: null),
            TokenKind.Word => ReadWord(),
            TokenKind.Duration => throw Expected("an expression (durations are allowed only in brackets and after offset)"),
            _ => throw Expected("an expression"),
        };
        return ReadSuffixes(operand);
    }

    private NumberLiteral ReadNumberLiteral()
    {
        var position = _current.Position;
        return new(ReadNumber()) { Position = position };
    }

    /// <summary>Reads a number without a sign, including <c>Inf</c> and <c>NaN</c>.</summary>
    private double ReadNumber()
    {
        var token = _current;
        var value = token switch
        {
            { Kind: TokenKind.Number } => NumberReader.Read(token.Text) ?? throw Failure(token.Start, $"the number {token} is out of range"),
            _ when token.IsWord("inf") => double.PositiveInfinity,
            _ when token.IsWord("nan") => double.NaN,
            _ => throw Expected("a number"),
        };
        Advance();
        return value;
    }

    private StringLiteral ReadStringLiteral()
    {
        var token = Advance();
        return new(QuotedTextReader.Read(_text, token)) { Position = token.Position };
    }

    private ParenthesizedExpression ReadParenthesized()
    {
        var start = Advance().Start;
        var inner = ReadBinary(minPrecedence: 0);
        Take(TokenKind.RightParenthesis, "an operator or ')'");
        return new(inner) { Position = SourceSpan.Between(start, _endOfPrevious) };
    }

    private Expression ReadWord()
    {
        if (_current.IsWord("inf") || _current.IsWord("nan"))
            return ReadNumberLiteral();
        if (Reserved.Contains(_current.Text))
            throw Expected("an expression");

        var word = Advance();
        if (AggregateOperators.Find(word.Text) is { } aggregation && (_current.Kind is TokenKind.LeftParenthesis || IsGrouping))
            return ReadAggregation(word, aggregation);
        return _current.Kind is TokenKind.LeftParenthesis ? ReadCall(word) : ReadSelector(word);
    }

    private bool IsGrouping => _current.IsWord("by") || _current.IsWord("without");

    private AggregateExpression ReadAggregation(Token word, AggregateOperator op)
    {
        var grouping = IsGrouping ? ReadGrouping() : null;
        var arguments = ReadArguments($"'(' and the arguments of {op.Text()}");
        if (grouping is null && IsGrouping)
            grouping = ReadGrouping();

        var position = SourceSpan.Between(word.Start, _endOfPrevious);
        var expected = op.ParameterType() is null ? 1 : 2;
        if (arguments.Count != expected)
            throw Failure(word.Start, $"{op.Text()} takes {(expected == 1 ? "1 argument" : $"{expected} arguments")}, not {arguments.Count}");
        return new(op, arguments[^1], grouping, expected == 2 ? arguments[0] : null) { Position = position };
    }

    private Grouping ReadGrouping()
    {
        var isWithout = Advance().Text.Equals("without", StringComparison.OrdinalIgnoreCase);
        return new(isWithout, ReadLabels());
    }

    private FunctionCall ReadCall(Token word)
    {
        if (NotFunctions.Contains(word.Text) || word.Text.Contains(':'))
            throw Expected($"an operator after the metric {word}, which is not a function,");
        var function = Functions.Find(word.Text) ?? throw Failure(word.Start, $"unknown function {word}");
        var arguments = ReadArguments("'('");
        return new(function, arguments) { Position = SourceSpan.Between(word.Start, _endOfPrevious) };
    }

    private EquatableList<Expression> ReadArguments(string expected)
    {
        Take(TokenKind.LeftParenthesis, expected);
        var arguments = new List<Expression>();
        if (_current.Kind is not TokenKind.RightParenthesis)
        {
            arguments.Add(ReadBinary(minPrecedence: 0));
            while (_current.Kind is TokenKind.Comma)
            {
                Advance();
                arguments.Add(ReadBinary(minPrecedence: 0));
            }
        }
        Take(TokenKind.RightParenthesis, "an operator, ',' or ')'");
        return [.. arguments];
    }
}
