namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>What a tester or a reviewing graft decides.</summary>
internal enum Verdict
{
    Approved,
    Rework,
}

/// <summary>Reads the verdict of a tester or a reviewing graft.</summary>
internal static class VerdictReader
{
    private const string Prefix = "VERDICT:";

    /// <summary>
    /// Returns the verdict of the last line that has one: <c>VERDICT: APPROVED</c> or <c>VERDICT: REWORK</c>, in any case and with Markdown emphasis.
    /// Returns null if the text has none; then the work is not returned.
    /// </summary>
    public static Verdict? Read(string text)
    {
        Verdict? verdict = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim("*_`#> \t");
            if (!trimmed.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            var value = trimmed[Prefix.Length..].Trim("*_`. \t");
            if (value.Equals("REWORK", StringComparison.OrdinalIgnoreCase))
                verdict = Verdict.Rework;
            else if (value.Equals("APPROVED", StringComparison.OrdinalIgnoreCase))
                verdict = Verdict.Approved;
        }
        return verdict;
    }
}
