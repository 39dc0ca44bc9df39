namespace Vernier.EndToEnd.Servers;

/// <summary>Runs promtool, the checker of Prometheus. Exit code 0 means that it has no findings; the lines are the findings.</summary>
internal static class Promtool
{
    /// <summary>Parses and lints an exposition in the text format. Exit code 1: it cannot be parsed; 3: lint findings.</summary>
    public static Task<CommandResult> CheckMetricsAsync(string exposition) => RunAsync(exposition, "check", "metrics");

    public static Task<CommandResult> CheckRulesAsync(string file) => RunAsync("", "check", "rules", file);

    public static Task<CommandResult> CheckConfigAsync(string file) => RunAsync("", "check", "config", file);

    /// <summary>Runs the unit tests of rules. The test file contains the paths of the rule files, relative to itself.</summary>
    public static Task<CommandResult> TestRulesAsync(string file) => RunAsync("", "test", "rules", file);

    private static Task<CommandResult> RunAsync(string input, params IReadOnlyList<string> arguments) =>
        new Command(InstalledProgram.Find("promtool", package: "prometheus"), arguments).RunAsync(input);
}
