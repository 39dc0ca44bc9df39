using Vernier.Benchmarks.Compare.Contestants;

namespace Vernier.Benchmarks.Compare.Report;

/// <summary>The rows as one Markdown table.</summary>
internal static class MarkdownTable
{
    private const string Nothing = "–";

    public static string Of(IReadOnlyList<Row> rows)
    {
        IEnumerable<IReadOnlyList<string>> lines =
        [
            ["#", "operation", .. Columns.All.Select(Columns.NameOf), "reach", "held"],
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
            .. Columns.All.Select(contestant => CellOf(row, contestant)),
            verdicts is [] ? Nothing : string.Join("; ", verdicts.Select(v => v.Wanted)),
            verdicts is [] ? Nothing : string.Join("; ", verdicts.Select(v => v.Found)),
        ];
    }

    private static string CellOf(Row row, Contestant contestant)
    {
        if (!row.Results.TryGetValue(contestant, out var measurement))
            return Nothing;
        var spread = measurement.Spread is { } part ? $" ({Numbers.Percent(part)}{(measurement.Settled ? "" : "*")})" : "";
        return $"{row.Figures[0].TextOf(measurement)}{spread}{string.Concat(row.Figures.Skip(1).Select(f => $", {f.TextOf(measurement)}"))}";
    }
}
