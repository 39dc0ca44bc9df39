using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Lint;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Reports;

namespace Vernier.Host.Commands;

/// <summary>
/// Checks the catalogs of the systems, or rule files, dashboards, metric files and endpoints. Exit codes: 0 without errors, 1 with errors, 2 for an
/// invalid command line.
/// </summary>
internal static class CheckCommand
{
    private const string DefaultSuppressions = "suppressions.yml";

    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    private static readonly string[] Schemes = ["http:", "https:"];

    private static readonly Argument<string[]> Sources = new("PATH|URL")
    {
        Description = "Rule files, dashboards, metric files, folders, and metrics endpoints. Without an argument, the catalogs of the systems are checked.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<LintFormat> Format = new("--format") { Description = "The output format. [default: text]", HelpName = "text|json|github" };

    private static readonly Option<bool> Info = new("--info") { Description = "List findings of severity info." };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Fail on warnings." };

    private static readonly Option<string?> SuppressionsFile =
        new("--suppressions") { Description = $"The suppressions file. [default: {DefaultSuppressions} if it exists]", HelpName = "FILE" };

    private static readonly Option<TimeSpan?> ScrapeInterval = new("--scrape-interval")
    {
        Description = "The scrape interval of metrics whose catalog does not define one. [default: 15s]",
        HelpName = "DURATION",
        CustomParser = ParseDuration,
    };

    private static readonly Option<TimeSpan?> Timeout =
        new("--timeout") { Description = "The time limit for reading each endpoint and each file. [default: 10s]", HelpName = "DURATION", CustomParser = ParseDuration };

    private static readonly Option<int?> MaxSeries =
        new("--max-series") { Description = "The maximum number of series per metric. [default: 10000]", HelpName = "NUMBER", CustomParser = ParsePositiveInteger };

    private static readonly Option<string[]> TargetLabels =
        new("--target-label") { Description = "A label that Prometheus adds to all series, in addition to job and instance. Repeatable.", HelpName = "NAME" };

    /// <summary>Adds the <c>check</c> command.</summary>
    public static void AddTo(RootCommand root)
    {
        var check = new Command("check", "Check metrics, rule files and dashboards.");
        check.Arguments.Add(Sources);
        foreach (var option in (Option[])[Format, Info, Strict, SuppressionsFile, ScrapeInterval, Timeout, MaxSeries, TargetLabels])
            check.Options.Add(option);
        // Without this, the numeric values of the enum would be accepted too.
        Format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "text", "json", "github");
        check.Validators.Add(result =>
        {
            // The URL is not repeated, because it can contain a password.
            if (result.GetValue(Sources)!.Any(source => !IsUrl(source) && LooksLikeUrl(source)))
                result.AddError("Invalid URL. Use http://host:port/path or https://host:port/path.");
            // An unknown option would otherwise be taken for a path.
            foreach (var source in result.GetValue(Sources)!.Where(source => source.StartsWith('-')))
                result.AddError($"Unrecognized option '{source}'.");
        });
        check.SetAction(RunAsync);
        root.Subcommands.Add(check);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var sources = parsed.GetValue(Sources)!;
        var inputs = new LintInputs
        {
            Catalogs = [.. GenerateCommand.Systems, .. GenerateCommand.Shared],
            CheckCatalogs = sources.Length == 0,
            Paths = [.. sources.Where(source => !IsUrl(source))],
            Endpoints = [.. sources.Where(IsUrl).Select(source => new Uri(source))],
        };
        var defaults = new LintOptions();
        var options = defaults with
        {
            ScrapeInterval = parsed.GetValue(ScrapeInterval) ?? defaults.ScrapeInterval,
            Timeout = parsed.GetValue(Timeout) ?? defaults.Timeout,
            MaxSeries = parsed.GetValue(MaxSeries) ?? defaults.MaxSeries,
            TargetLabels = [.. defaults.TargetLabels, .. parsed.GetValue(TargetLabels) ?? []],
            Suppressions = parsed.GetValue(SuppressionsFile) ?? (File.Exists(DefaultSuppressions) ? DefaultSuppressions : null),
        };
        var report = await Linter.CheckAsync(inputs, options, cancellation).ConfigureAwait(false);

        // Written at once, so that a pipe never receives a partial report.
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        report.Write(text, parsed.GetValue(Format), parsed.GetValue(Info));
        await Console.Out.WriteAsync(text.ToString()).ConfigureAwait(false);
        return report.HasErrors || (parsed.GetValue(Strict) && report.HasWarnings) ? 1 : 0;
    }

    private static bool IsUrl(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private static bool LooksLikeUrl(string source) =>
        source.Contains("://", StringComparison.Ordinal) || Schemes.Any(scheme => source.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static TimeSpan? ParseDuration(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (PrometheusDuration.TryParse(text, out var duration) && duration > TimeSpan.Zero && duration <= MaxDuration)
            return duration;
        argument.AddError($"{OptionOf(argument)}: '{text}' is not a valid duration (maximum 1d). Use the Prometheus format: 15s, 1m, 1m30s.");
        return null;
    }

    private static int? ParsePositiveInteger(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        argument.AddError($"{OptionOf(argument)}: '{text}' is not valid; it must be a positive integer.");
        return null;
    }

    private static string OptionOf(ArgumentResult argument) => argument.Parent is OptionResult option ? option.Option.Name : argument.Argument.Name;
}
