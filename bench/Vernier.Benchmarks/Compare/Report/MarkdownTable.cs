using Vernier.Benchmarks.Compare.Libraries;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>Formats the rows as a Markdown table.</summary>
internal static class MarkdownTable
{
    private const string Nothing = "–";

    public static string Of(IReadOnlyList<Row> rows)
    {
        IEnumerable<IReadOnlyList<string>> lines =
        [
            ["#", "operation", .. Columns.All.Select(Columns.NameOf), "target", "met"],
            ["--:", "---", .. Columns.All.Select(_ => "--:"), "---", "---"],
            .. rows.Select(CellsOf),
        ];
        return string.Concat(lines.Select(cells => $"| {string.Join(" | ", cells)} |\n"));
    }

    private static IReadOnlyList<string> CellsOf(Row row)
    {
        Verdict[] verdicts = [.. row.Verdicts];
        return
        [
            row.Id,
            row.Operation,
            .. Columns.All.Select(kind => CellOf(row, kind)),
            verdicts is [] ? Nothing : string.Join("; ", verdicts.Select(v => v.Wanted)),
            verdicts is [] ? Nothing : string.Join("; ", verdicts.Select(v => v.Found)),
        ];
    }

    private static string CellOf(Row row, LibraryKind kind)
    {
        if (!row.Results.TryGetValue(kind, out var measurement))
            return Nothing;
        var spread = measurement.Spread is { } part ? $" ({Numbers.Percent(part)}{(measurement.Settled ? "" : "*")})" : "";
        return $"{row.Figures[0].TextOf(measurement)}{spread}{string.Concat(row.Figures.Skip(1).Select(f => $", {f.TextOf(measurement)}"))}";
    }
}
