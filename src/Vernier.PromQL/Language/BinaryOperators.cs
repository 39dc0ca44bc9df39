namespace Vernier.PromQL.Language;

/// <summary>The binary operators (Prometheus documentation, "Operators").</summary>
public enum BinaryOperator
{
    /// <summary><c>or</c>: union.</summary>
    Or,

    /// <summary><c>and</c>: intersection.</summary>
    And,

    /// <summary><c>unless</c>: complement.</summary>
    Unless,

    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>+</c></summary>
    Add,

    /// <summary><c>-</c></summary>
    Subtract,

    /// <summary><c>*</c></summary>
    Multiply,

    /// <summary><c>/</c></summary>
    Divide,

    /// <summary><c>%</c></summary>
    Modulo,

    /// <summary><c>atan2</c></summary>
    Atan2,

    /// <summary><c>^</c></summary>
    Power,
}

/// <summary>Spelling, precedence, and kinds of the binary operators. Thread-safe.</summary>
public static class BinaryOperators
{
    /// <summary>The precedence of unary plus and minus: <c>-a ^ b</c> is <c>-(a ^ b)</c>, but <c>-a * b</c> is <c>(-a) * b</c>.</summary>
    public const int UnaryPrecedence = 5;

    private static readonly Dictionary<string, BinaryOperator> ByText = Enum.GetValues<BinaryOperator>().ToDictionary(Text, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the operator with a symbol or keyword, in any case; null if the text is not a binary operator.</summary>
    public static BinaryOperator? Find(string text) => ByText.TryGetValue(text, out var op) ? op : null;

    /// <summary>Returns whether the operator is a comparison, which filters unless it has the <c>bool</c> modifier.</summary>
    public static bool IsComparison(this BinaryOperator op) => op is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual;

    /// <summary>Returns whether the operator is <c>or</c>, <c>and</c>, or <c>unless</c>.</summary>
    public static bool IsSet(this BinaryOperator op) => op is BinaryOperator.Or or BinaryOperator.And or BinaryOperator.Unless;

    /// <summary>Returns whether the operator is right-associative: only <c>^</c> is, so <c>a ^ b ^ c</c> is <c>a ^ (b ^ c)</c>.</summary>
    public static bool IsRightAssociative(this BinaryOperator op) => op is BinaryOperator.Power;

    /// <summary>Returns the precedence, from 1; a higher number binds more tightly.</summary>
    public static int Precedence(this BinaryOperator op) => op switch
    {
        BinaryOperator.Or => 1,
        BinaryOperator.And or BinaryOperator.Unless => 2,
        _ when op.IsComparison() => 3,
        BinaryOperator.Add or BinaryOperator.Subtract => 4,
        BinaryOperator.Power => 6,
        _ => UnaryPrecedence,
    };

    /// <summary>Returns the symbol or keyword.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="op"/> is not a defined value.</exception>
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
