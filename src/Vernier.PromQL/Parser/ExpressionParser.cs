using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Parser;

/// <summary>A recursive descent parser. Types are checked later, on the whole tree. This part parses operators.</summary>
internal sealed partial class ExpressionParser
{
    private readonly string _text;
    private readonly bool _allowVariables;
    private readonly Lexer _lexer;
    private Token _current;
    private int _endOfPrevious;
    private int _depth;

    public ExpressionParser(string text, bool allowVariables)
    {
        _text = text;
        _allowVariables = allowVariables;
        _lexer = new(text, allowVariables);
        _current = _lexer.Next();
    }

    public Expression Parse()
    {
        var expression = ReadBinary(minPrecedence: 0);
        return _current.Kind is TokenKind.End ? expression : throw Expected("an operator or the end of the expression");
    }

    /// <summary>Reads operands and operators by precedence climbing: stops at the first operator with a lower precedence.</summary>
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
        if (!_current.IsSymbol("-") && !_current.IsSymbol("+"))
            return ReadOperand();

        var sign = Advance();
        var operand = ReadBinary(BinaryOperators.UnaryPrecedence + 1);
        var position = SourceSpan.Between(sign.Start, _endOfPrevious);
        var isMinus = sign.Text == "-";
        return operand is NumberLiteral number
            ? new NumberLiteral(isMinus ? -number.Value : number.Value) { Position = position }
            : new UnaryExpression(isMinus ? UnaryOperator.Minus : UnaryOperator.Plus, operand) { Position = position };
    }

    private BinaryOperator? CurrentOperator() => _current.Kind is TokenKind.Symbol or TokenKind.Word ? BinaryOperators.Find(_current.Text) : null;

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

    /// <summary>Reads label names in parentheses; a trailing comma is allowed.</summary>
    private EquatableList<string> ReadLabels()
    {
        Take(TokenKind.LeftParenthesis, "'(' and a list of labels");
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

    /// <summary>Like in Prometheus, keywords except "without" and the words for numbers are valid label names.</summary>
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
