using System.Text.RegularExpressions;
using Vernier.Catalog;
using Vernier.Testing;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>The queries as they stand here against the table of the documents' queries, where that lies in a folder <c>shared</c> beside the repository.</summary>
public sealed partial class PrintedQueriesTableTests
{
    [Fact]
    public void All_Queries_AreThoseOfTheTable()
    {
        var file = Path.Combine(Repository.Root, "..", "shared", "systems", "queries.md");
        Assert.SkipUnless(File.Exists(file), "There is no file shared/systems/queries.md beside the repository.");

        var table = Entry().Matches(File.ReadAllText(file)).ToDictionary(
            entry => entry.Groups["id"].Value,
            entry => (Verdict: entry.Groups["verdict"].Value, Expression: entry.Groups["expression"].Value.Trim()));

        table.Keys.ShouldBe(PrintedQueries.All.Select(query => query.Id), ignoreOrder: true);
        foreach (var query in PrintedQueries.All)
            (Word(query.Verdict), Lines(query.Expression)).ShouldBe((table[query.Id].Verdict, Lines(table[query.Id].Expression)), query.Id);
    }

    private static string Word(QueryVerdict verdict) => verdict switch
    {
        QueryVerdict.Works => "OK",
        QueryVerdict.WorksWithCaveat => "OK\\*",
        QueryVerdict.NeedsShape => "SHAPE",
        QueryVerdict.Misleads => "WRONG",
        _ => "BROKEN",
    };

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));

    // Only the first word of the verdict: "SHAPE + WRONG unit" is counted as SHAPE in the table's own tally.
    [GeneratedRegex(@"^\*\*(?<id>Q[0-9]+)\*\*[^—]*— \*\*(?<verdict>[A-Z]+(\\\*)?).*?```\n(?<expression>.*?)```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Entry();
}
