using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Lint;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Reports;

namespace Vernier.Host.Commands;

/// <summary>
/// Checks the systems' catalogs, or rule files, dashboards, metrics and endpoints. Exit code 0 when there are no errors, 1 when there are, 2 when the
/// command line is wrong.
/// </summary>
internal static class CheckCommand
{
    private const string DeviationsByDefault = "deviations.yml";

    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(1);

    private static readonly string[] Schemes = ["http:", "https:"];

    private static readonly Argument<string[]> Sources = new("PATH|URL")
    {
        Description = "Rule files, dashboards and metric files, folders of them, and metrics endpoints. Without any the systems' catalogs are checked.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<LintFormat> Format =
        new("--format") { Description = "How the findings are written; text by default.", HelpName = "text|json|github" };

    private static readonly Option<bool> Notes = new("--notes") { Description = "Show notes, too." };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Fail on warnings, too." };

    private static readonly Option<string?> Deviations =
        new("--deviations") { Description = $"The file of known deviations; without it {DeviationsByDefault} is read if it is there.", HelpName = "FILE" };

    private static readonly Option<TimeSpan?> ScrapeInterval =
        new("--scrape-interval") { Description = "How often Prometheus reads the metrics; 15s by default.", HelpName = "TIME", CustomParser = Time };

    private static readonly Option<TimeSpan?> Timeout =
        new("--timeout") { Description = "How long an endpoint may take; 10s by default.", HelpName = "TIME", CustomParser = Time };

    private static readonly Option<int?> MaxSeries =
        new("--max-series") { Description = "How many series a metric may have; 10000 by default.", HelpName = "NUMBER", CustomParser = Number };

    private static readonly Option<string[]> TargetLabels =
        new("--target-label") { Description = "A label that Prometheus adds to all series beside job and instance; may be given several times.", HelpName = "NAME" };

    /// <summary>Adds the command <c>check</c>.</summary>
    public static void AddTo(RootCommand root)
    {
        var check = new Command("check", "Check metrics, rules and dashboards.");
        check.Arguments.Add(Sources);
        foreach (var option in (Option[])[Format, Notes, Strict, Deviations, ScrapeInterval, Timeout, MaxSeries, TargetLabels])
            check.Options.Add(option);
        // Not any number, which would be read as a format, too.
        Format.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "text", "json", "github");
        check.Validators.Add(result =>
        {
            // It may have a password, so it is not repeated.
            if (result.GetValue(Sources)!.Any(source => !IsUrl(source) && LooksLikeUrl(source)))
                result.AddError("One of the URLs cannot be used; write it as http://host:port/path or https://host:port/path.");
            // What is no option would otherwise be taken for a path.
            foreach (var source in result.GetValue(Sources)!.Where(source => source.StartsWith('-')))
                result.AddError($"There is no option {source}.");
        });
        check.SetAction(RunAsync);
        root.Subcommands.Add(check);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var sources = parsed.GetValue(Sources)!;
        Uri[] endpoints = [.. sources.Where(IsUrl).Select(source => new Uri(source))];
        var inputs = new LintInputs
        {
            Catalogs = [.. GenerateCommand.Systems, .. GenerateCommand.Shared],
            CheckCatalogs = sources.Length == 0,
            Paths = [.. sources.Where(source => !IsUrl(source))],
            Endpoints = endpoints,
        };
        var defaults = new LintOptions();
        var options = defaults with
        {
            ScrapeInterval = parsed.GetValue(ScrapeInterval) ?? defaults.ScrapeInterval,
            Timeout = parsed.GetValue(Timeout) ?? defaults.Timeout,
            MaxSeries = parsed.GetValue(MaxSeries) ?? defaults.MaxSeries,
            TargetLabels = [.. defaults.TargetLabels, .. parsed.GetValue(TargetLabels) ?? []],
            Deviations = parsed.GetValue(Deviations) ?? (File.Exists(DeviationsByDefault) ? DeviationsByDefault : null),
        };
        var report = await Linter.CheckAsync(inputs, options, cancellation).ConfigureAwait(false);

        // In one piece, so that nobody reads half a report.
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        report.Write(text, parsed.GetValue(Format), parsed.GetValue(Notes));
        await Console.Out.WriteAsync(text.ToString()).ConfigureAwait(false);
        return report.HasErrors || (parsed.GetValue(Strict) && report.HasWarnings) ? 1 : 0;
    }

    private static bool IsUrl(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private static bool LooksLikeUrl(string source) =>
        source.Contains("://", StringComparison.Ordinal) || Schemes.Any(scheme => source.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static TimeSpan? Time(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (PrometheusDuration.TryParse(text, out var time) && time > TimeSpan.Zero && time <= MaxTime)
            return time;
        argument.AddError($"'{text}' is no length of time up to a day; write it as Prometheus does: 15s, 1m, 1m30s.");
        return null;
    }

    private static int? Number(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        argument.AddError($"'{text}' is no number from 1 on.");
        return null;
    }
}
