using System.Text.RegularExpressions;

namespace Vernier.Dev;

/// <summary>
/// Lists the texts that users and operators read, from the string literals of the source: log messages, exceptions, validation failures, findings of the
/// linter, dashboards, alerts, console output. The kind follows from the code before the literal.
/// </summary>
internal static partial class Texts
{
    private const int ContextLength = 400;

    private static readonly (string Kind, Regex Pattern)[] Kinds =
    [
        ("log", LogContext()),
        ("exception", ExceptionContext()),
        ("lint", LintContext()),
        ("validation", ValidationContext()),
        ("console", ConsoleContext()),
        ("metric", MetricContext()),
        ("description", DescriptionContext()),
    ];

    public static int Run(string[] arguments)
    {
        var folders = arguments is [] ? ["src", "systems"] : arguments;
        if (folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
        {
            Console.Error.WriteLine($"Folder '{missing}' not found.");
            return 2;
        }
        var texts = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .SelectMany(path => Of(path.Replace('\\', '/'), File.ReadAllText(path)));
        foreach (var kind in texts.GroupBy(text => text.Kind).OrderBy(kind => Array.FindIndex(Kinds, known => known.Kind == kind.Key) is var index and >= 0 ? index : Kinds.Length))
        {
            Console.WriteLine($"## {kind.Key} ({kind.Count()})");
            foreach (var text in kind)
                Console.WriteLine($"{text.Path}:{text.Line}: {text.Text}");
            Console.WriteLine();
        }
        return 0;
    }

    public static IEnumerable<ListedText> Of(string path, string source)
    {
        var parsed = new SourceText(source);
        var code = parsed.Code;
        foreach (var block in parsed.Blocks.Where(block => block.Kind == TextKind.Literal))
        {
            var start = Math.Max(0, block.Position - ContextLength);
            var before = code[start..block.Position];
            // The statement or initializer that the literal belongs to.
            var context = before[(before.LastIndexOfAny([';', '{', '}']) + 1)..];
            var kind = Kinds.FirstOrDefault(known => known.Pattern.IsMatch(context)).Kind;
            if (kind is not ("log" or "exception"))
                kind = IsProse(block.Text) ? kind ?? "other" : null;
            if (kind is not null)
                yield return new(kind, path, parsed.LineAt(block.Position), block.Text);
        }
    }

    /// <summary>Whether a literal is a sentence or a phrase, and not a name, a path or a query.</summary>
    private static bool IsProse(string text) => Phrase().IsMatch(text) && (Sentence().IsMatch(text) || !Query().IsMatch(text));

    [GeneratedRegex(@"LoggerMessage\s*\(")]
    private static partial Regex LogContext();

    [GeneratedRegex(@"new\s+\w*Exception\s*\(|\bthrow\b|new\s+\w*Error\s*\(|ArgumentException|ThrowIf")]
    private static partial Regex ExceptionContext();

    [GeneratedRegex(@"\bLintRule|\bFinding|\bDiagnostic\s*\(|\bReport(Error|Warning)?\s*\(|\bFix\s*[:=]|\bRule\s*\(")]
    private static partial Regex LintContext();

    [GeneratedRegex(@"\bRequire\w*\s*\(|Failures?\b|\bFail\w*\s*\(|\bErrors?\b|\bRefuse\w*\s*\(|\bInvalid\w*\s*\(|Problem\w*\s*\(")]
    private static partial Regex ValidationContext();

    [GeneratedRegex(@"\bConsole\b|\bWriteLine(Async)?\s*\(|\bWrite(Async)?\s*\(")]
    private static partial Regex ConsoleContext();

    [GeneratedRegex(@"\b(Counter|Gauge|Histogram|Summary|Info|StateSet)(Definition)?\s*(<[^>]*>)?\s*(\w+\s*=\s*new\s*)?\(")]
    private static partial Regex MetricContext();

    [GeneratedRegex(@"\b(Title|Description|Summary|Help|Message|Text|Detail|Label|Name|Hint|Reason|Impact|Panel\w*|Alert\w*|Row\w*)\s*(=|:|\()[^=]*$", RegexOptions.IgnoreCase)]
    private static partial Regex DescriptionContext();

    [GeneratedRegex(@"\p{L}{2,}[,:;]? +(\S+ +)*\{?\p{L}{2,}")]
    private static partial Regex Phrase();

    [GeneratedRegex(@"^[\p{Lu}{'].*\.$")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH)\b|\w\(\{?\w+[^)]*\[|\bby \(|\bsum\(|\brate\(")]
    private static partial Regex Query();
}

/// <summary>A text of the source with its kind.</summary>
internal sealed record ListedText(string Kind, string Path, int Line, string Text);
