using Vernier.Toolkit.Expressions;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>The text of an expression with its context in the file or catalog.</summary>
/// <param name="Kind">Where the expression is used.</param>
/// <param name="Text">The expression.</param>
/// <param name="Location">The start of the expression.</param>
internal sealed record QuerySource(QueryKind Kind, string Text, LintLocation Location)
{
    /// <summary>The parsed expression, if the source has parsed it already; otherwise null.</summary>
    public ParsedExpression? Parsed { get; init; }

    /// <summary>The name of the alert or recorded series, or the title of the panel or documented query.</summary>
    public string Title { get; init; } = "";

    /// <summary>The <c>for</c> of an alert; null if not set.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>The labels that the rule adds.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The annotations of an alert.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>The unit of the panel as a Grafana unit id; empty if not set.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The legend format of the panel, with labels in double braces; empty if not set.</summary>
    public string Legend { get; init; } = "";

    /// <summary>The variables that the dashboard defines; null if variables are not checked.</summary>
    public IReadOnlySet<string>? Variables { get; init; }

    /// <summary>
    /// Whether offsets in <see cref="Text"/> map to the file. False for text that is folded or escaped in the file; findings are then located at its start.
    /// </summary>
    public bool KeepsLines { get; init; }

    /// <summary>Returns the location of a character of the expression.</summary>
    public LintLocation LocationAt(int offset)
    {
        if (!KeepsLines || Location.Column == 0)
            return Location;
        // All lines of a block are indented like the first one, whose column is known.
        var before = Text.AsSpan(0, Math.Min(offset, Text.Length));
        var column = before.LastIndexOf('\n') is >= 0 and var feed ? before.Length - feed - 1 : before.Length;
        return Location with { Line = Location.Line + before.Count('\n'), Column = Location.Column + column };
    }
}

/// <summary>Specifies where an expression is used.</summary>
internal enum QueryKind
{
    Panel,
    Alert,
    Recording,
    Documented,
}
