using System.Text;
using Vernier.Testing.Parsing;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Fuzzing.Targets;

/// <summary>Expositions in both text formats. The linter reports no syntax error in what a strict parser accepts.</summary>
internal sealed class ExpositionTarget : FuzzTarget
{
    public override string Name => "exposition";

    public override IReadOnlyList<string> Corpus =>
    [
        "# HELP a_total Help \\\\ text.\n# TYPE a_total counter\na_total{x=\"y\\n\\\"\",z=\"\"} 1.5e3 1700000000000\na_total 2\n",
        "# TYPE h histogram\nh_bucket{le=\"0.1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 2\n", "# TYPE s summary\ns{quantile=\"0.5\"} NaN\ns_sum 0\ns_count 0\n",
        "# TYPE a_seconds counter\n# UNIT a_seconds seconds\n# HELP a_seconds Help.\na_seconds_total{x=\"y\"} 1 # {trace_id=\"ab\"} 0.5 1700000000\na_seconds_created{x=\"y\"} 1.7e9\n# EOF\n",
        "# TYPE st stateset\nst{st=\"a\"} 1\nst{st=\"b\"} 0\n# TYPE i info\ni_info{v=\"1\"} 1\n# TYPE g gauge\ng -Inf\n# EOF\n", "x 1\n\ny{ a = \"b\" , } +Inf\n# a comment\n",
    ];

    public override IReadOnlyList<string> Dictionary =>
    [
        "# HELP ", "# TYPE ", "# UNIT ", "# EOF\n", " counter\n", " gauge\n", " histogram\n", " summary\n", " info\n", " stateset\n", " unknown\n", "_total", "_bucket", "_sum", "_count", "_created", "_info", "{le=\"+Inf\"}", "{quantile=\"0.5\"}",
        " # {a=\"b\"} 1", "\n", "\\", "\\n", "\"", " ", "\t", "1700000000", "NaN", "+Inf",
    ];

    public override bool Run(string input)
    {
        // Expositions are UTF-8, which has no lone surrogates.
        input = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(input));
        var content = ExpositionReader.Read("file", input);
        foreach (var finding in content.Findings)
            Require(finding.Location.Line <= input.Count(character => character == '\n') + 1, "a finding is located after the end");
        var isText = IsValid(text => PrometheusTextParser.Parse(text), input);
        var isOpenMetrics = IsValid(text => OpenMetricsParser.Parse(text), input);
        // In the text format, # EOF and # UNIT are comments like any other, but the linter reads them as in OpenMetrics.
        var hasKeyword = input.Contains("EOF", StringComparison.Ordinal) || input.Contains("UNIT", StringComparison.Ordinal);
        Require(!(isOpenMetrics || (isText && !hasKeyword)) || content.Findings.All(finding => finding.Rule != LintRules.MetricsSyntax), "the linter rejects a valid exposition");
        return isText || isOpenMetrics;
    }

    private static bool IsValid(Func<string, ParsedExposition> parse, string input)
    {
        try
        {
            parse(input);
            return true;
        }
        catch (ExpositionParseException)
        {
            return false;
        }
    }
}
