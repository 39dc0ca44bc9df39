namespace Vernier.PromQL.Language;

/// <summary>What is known of each binary operator (Prometheus documentation, "Operators").</summary>
internal static class BinaryOperators
{
    /// <summary>The precedence of the sign before an expression: <c>-a ^ b</c> is <c>-(a ^ b)</c>, but <c>-a * b</c> is <c>(-a) * b</c>.</summary>
    public const int SignPrecedence = 5;

    private static readonly Dictionary<string, BinaryOperator> ByText = Enum.GetValues<BinaryOperator>().ToDictionary(Text, StringComparer.OrdinalIgnoreCase);

    /// <summary>The operator of that sign, or of that word in any case, or null.</summary>
    public static BinaryOperator? Find(string text) => ByText.TryGetValue(text, out var op) ? op : null;

    public static bool IsComparison(this BinaryOperator op) => op is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual;

    public static bool IsSet(this BinaryOperator op) => op is BinaryOperator.Or or BinaryOperator.And or BinaryOperator.Unless;

    /// <summary>Only <c>^</c> groups from the right: <c>a ^ b ^ c</c> is <c>a ^ (b ^ c)</c>.</summary>
    public static bool IsRightAssociative(this BinaryOperator op) => op is BinaryOperator.Power;

    /// <summary>The higher binds the tighter.</summary>
    public static int Precedence(this BinaryOperator op) => op switch
    {
        BinaryOperator.Or => 1,
        BinaryOperator.And or BinaryOperator.Unless => 2,
        _ when op.IsComparison() => 3,
        BinaryOperator.Add or BinaryOperator.Subtract => 4,
        BinaryOperator.Power => 6,
        _ => SignPrecedence,
    };

    public static string Text(this BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "or",
        BinaryOperator.And => "and",
        BinaryOperator.Unless => "unless",
        BinaryOperator.Equal => "==",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Modulo => "%",
        BinaryOperator.Atan2 => "atan2",
        BinaryOperator.Power => "^",
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, null),
    };
}
