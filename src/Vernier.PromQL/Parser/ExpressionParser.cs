using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Parser;

/// <summary>Reads the tokens into a tree. What the types allow is checked later, on the whole tree. This part: operators, and what all parts need.</summary>
internal sealed partial class ExpressionParser
{
    private readonly string _text;
    private readonly bool _allowGrafanaVariables;
    private readonly Lexer _lexer;
    private Token _current;
    private int _endOfPrevious;
    private int _depth;

    public ExpressionParser(string text, bool allowGrafanaVariables)
    {
        _text = text;
        _allowGrafanaVariables = allowGrafanaVariables;
        _lexer = new(text, allowGrafanaVariables);
        _current = _lexer.Next();
    }

    public Expression Parse()
    {
        var expression = ReadBinary(minPrecedence: 0);
        return _current.Kind is TokenKind.End ? expression : throw Expected("an operator or the end of the text");
    }

    /// <summary>Reads operands and operators for as long as the operators bind at least so tightly.</summary>
    private Expression ReadBinary(int minPrecedence)
    {
        if (++_depth > PromQLParser.MaxDepth)
            throw DepthCheck.Failure(_text, _current.Start);
        var left = ReadSigned();
        while (CurrentOperator() is { } op && op.Precedence() >= minPrecedence)
        {
            Advance();
            var isBool = TryTakeWord("bool");
            var matching = ReadMatching();
            var right = ReadBinary(op.IsRightAssociative() ? op.Precedence() : op.Precedence() + 1);
            left = new BinaryExpression(left, op, right, isBool, matching) { Position = SourceSpan.Between(left.Position.Start, _endOfPrevious) };
        }
        _depth--;
        return left;
    }

    private Expression ReadSigned()
    {
        if (!_current.IsSign("-") && !_current.IsSign("+"))
            return ReadOperand();

        var sign = Advance();
        var operand = ReadBinary(BinaryOperators.SignPrecedence + 1);
        var position = SourceSpan.Between(sign.Start, _endOfPrevious);
        var isMinus = sign.Text == "-";
        return operand is NumberLiteral number
            ? new NumberLiteral(isMinus ? -number.Value : number.Value) { Position = position }
            : new UnaryExpression(isMinus ? UnaryOperator.Minus : UnaryOperator.Plus, operand) { Position = position };
    }

    private BinaryOperator? CurrentOperator() => _current.Kind is TokenKind.Sign or TokenKind.Word ? BinaryOperators.Find(_current.Text) : null;

    private VectorMatching? ReadMatching()
    {
        var isOn = _current.IsWord("on");
        if (!isOn && !_current.IsWord("ignoring"))
            return null;
        Advance();
        var labels = ReadLabels();

        var isLeft = _current.IsWord("group_left");
        if (!isLeft && !_current.IsWord("group_right"))
            return new(isOn, labels);
        Advance();
        return new(isOn, labels, new(isLeft, _current.Kind is TokenKind.LeftParenthesis ? ReadLabels() : []));
    }

    /// <summary>Label names in parentheses; a comma may stand after the last.</summary>
    private EquatableList<string> ReadLabels()
    {
        Take(TokenKind.LeftParenthesis, "'(' and label names");
        var labels = new List<string>();
        while (_current.Kind is not TokenKind.RightParenthesis)
        {
            if (!IsLabelName(_current))
                throw Expected(labels.Count == 0 ? "a label name or ')'" : "a label name");
            labels.Add(Advance().Text);
            if (_current.Kind is not TokenKind.Comma)
                break;
            Advance();
        }
        Take(TokenKind.RightParenthesis, "',' or ')' after a label name");
        return [.. labels];
    }

    /// <summary>Keywords may be label names; not so "without" and the words that are numbers, as Prometheus has it.</summary>
    private static bool IsLabelName(Token token) =>
        token.Kind is TokenKind.Word && !token.Text.Contains(':') && !token.IsWord("without") && !token.IsWord("inf") && !token.IsWord("nan");

    private Token Advance()
    {
        var token = _current;
        _endOfPrevious = token.End;
        _current = _lexer.Next();
        return token;
    }

    private bool TryTakeWord(string keyword)
    {
        if (!_current.IsWord(keyword))
            return false;
        Advance();
        return true;
    }

    private Token Take(TokenKind kind, string expected) => _current.Kind == kind ? Advance() : throw Expected(expected);

    private PromQLException Expected(string what) => Failure(_current.Start, $"expected {what} but found {_current}");

    private PromQLException Failure(int offset, string problem) => new(_text, offset, problem);
}
