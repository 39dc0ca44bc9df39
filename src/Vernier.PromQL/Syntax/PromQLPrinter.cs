using System.Text;
using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>
/// Prints an expression on one line in the style of Prometheus. Prints the parentheses of the tree, and adds those that a tree built by code needs to
/// keep its meaning: around a sum inside a product, a number after a unary sign, and a negative number before <c>^</c>.
/// </summary>
internal sealed class PromQLPrinter
{
    private readonly StringBuilder _text = new();

    private PromQLPrinter()
    {
    }

    public static string Print(Expression expression)
    {
        var printer = new PromQLPrinter();
        printer.Write(expression);
        return printer._text.ToString();
    }

    private void Write(Expression expression)
    {
        switch (expression)
        {
            case NumberLiteral number:
                _text.Append(NumberText.Format(number.Value));
                break;
            case StringLiteral text:
                _text.Append(QuotedText.Quote(text.Value));
                break;
            case VectorSelector selector:
                WriteNameAndMatchers(selector);
                WriteModifiers(selector.At, selector.Offset);
                break;
            case MatrixSelector matrix:
                WriteNameAndMatchers(matrix.Selector);
                _text.Append('[').Append(matrix.Range).Append(']');
                WriteModifiers(matrix.Selector.At, matrix.Selector.Offset);
                break;
            case SubqueryExpression subquery:
                Write(subquery.Operand, inParentheses: subquery.Operand is BinaryExpression or UnaryExpression || IsSignedNumber(subquery.Operand));
                _text.Append('[').Append(subquery.Range).Append(':').Append(subquery.Step).Append(']');
                WriteModifiers(subquery.At, subquery.Offset);
                break;
            case ParenthesizedExpression parenthesized:
                Write(parenthesized.Inner, inParentheses: true);
                break;
            case UnaryExpression unary:
                _text.Append(unary.Operator is UnaryOperator.Minus ? '-' : '+');
                Write(unary.Operand, inParentheses: unary.Operand is NumberLiteral || IsBelow(unary.Operand, BinaryOperators.UnaryPrecedence + 1));
                break;
            case BinaryExpression binary:
                WriteBinary(binary);
                break;
            case AggregateExpression aggregate:
                WriteAggregate(aggregate);
                break;
            case FunctionCall call:
                _text.Append(call.Function.Name);
                WriteArguments(call.Arguments);
                break;
            default:
                throw new ArgumentException($"{expression.GetType().Name} is not a known kind of expression.", nameof(expression));
        }
    }

    private void Write(Expression expression, bool inParentheses)
    {
        if (inParentheses)
            _text.Append('(');
        Write(expression);
        if (inParentheses)
            _text.Append(')');
    }

    private void WriteBinary(BinaryExpression binary)
    {
        var precedence = binary.Operator.Precedence();
        var fromRight = binary.Operator.IsRightAssociative();
        // Unary minus binds less tightly than ^, so a left operand of ^ that starts with a sign needs parentheses. A right operand never does.
        var needsParentheses = precedence > BinaryOperators.UnaryPrecedence && (binary.Left is UnaryExpression || IsSignedNumber(binary.Left));
        // Infinity is printed with a sign, but does not need one.
        if (needsParentheses && binary.Left is NumberLiteral { Value: double.PositiveInfinity })
            _text.Append("Inf");
        else
            Write(binary.Left, inParentheses: needsParentheses || IsBelow(binary.Left, fromRight ? precedence + 1 : precedence));
        _text.Append(' ').Append(binary.Operator.Text()).Append(binary.Bool ? " bool " : " ");
        if (binary.Matching is { } matching)
            WriteMatching(matching);
        Write(binary.Right, inParentheses: IsBelow(binary.Right, fromRight ? precedence : precedence + 1));
    }

    private void WriteMatching(VectorMatching matching)
    {
        WriteLabels(matching.IsOn ? "on" : "ignoring", matching.Labels);
        if (matching.Group is not { } group)
            return;
        // Always prints the label list, even if empty: otherwise a parenthesized right operand would be parsed as the label list.
        WriteLabels(group.IsLeft ? "group_left" : "group_right", group.Include);
    }

    private void WriteAggregate(AggregateExpression aggregate)
    {
        _text.Append(aggregate.Operator.Text());
        if (aggregate.Grouping is { } grouping)
        {
            _text.Append(' ');
            WriteLabels(grouping.IsWithout ? "without" : "by", grouping.Labels);
        }
        WriteArguments(aggregate.Children);
    }

    private void WriteArguments(IEnumerable<Expression> arguments)
    {
        _text.Append('(');
        var separator = "";
        foreach (var argument in arguments)
        {
            _text.Append(separator);
            Write(argument);
            separator = ", ";
        }
        _text.Append(')');
    }

    private void WriteLabels(string keyword, EquatableList<string> labels) => _text.Append(keyword).Append(" (").AppendJoin(", ", labels).Append(") ");

    private void WriteNameAndMatchers(VectorSelector selector)
    {
        _text.Append(selector.Name);
        if (selector.Matchers.Count > 0 || selector.Name is null)
            _text.Append('{').AppendJoin(',', selector.Matchers).Append('}');
    }

    private void WriteModifiers(AtModifier? at, PromQLDuration? offset)
    {
        if (at is not null)
            _text.Append(' ').Append(at);
        if (offset is not null)
            _text.Append(" offset ").Append(offset);
    }

    private static bool IsBelow(Expression operand, int precedence) => operand is BinaryExpression binary && binary.Operator.Precedence() < precedence;

    private static bool IsSignedNumber(Expression operand) => operand is NumberLiteral number && NumberText.Format(number.Value)[0] is '-' or '+';
}
