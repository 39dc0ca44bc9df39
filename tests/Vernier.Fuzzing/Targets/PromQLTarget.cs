using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.Fuzzing.Targets;

/// <summary>Expressions. What parses is printed and parsed again to an equal tree.</summary>
internal sealed class PromQLTarget : FuzzTarget
{
    public override string Name => "promql";

    public override IReadOnlyList<string> Corpus =>
    [
        "sum by (job, le) (rate(http_requests_total{code=~\"5..\",job!=\"a\"}[5m] offset 1h)) / on (job) group_left (x) sum(up @ 1609746000.5) > bool 0.5",
        "histogram_quantile(0.95, sum without (instance) (rate(x_bucket[$__rate_interval])))", "-2 ^ 3 ^ -x + +y % (z atan2 1e-3) == 0x1F unless on () w",
        "max_over_time(rate(x{a=\"\\u00e9\\xff\\\"\",b!~`c.*`}[5m] @ start())[30m:1m] offset -1d2h)", "topk(5, label_replace(up, \"a\", '$1', \"b\", \"(.*)\")) or vector(time())",
        "count_values(\"v\", x) * ignoring (a, b) group_right () y", "{__name__=~\"a:b\", x=\"\"} # comment\n", "x[${range}s:$step] offset $o", "Inf - -NaN * 017 + .5e+3",
    ];

    public override IReadOnlyList<string> Dictionary =>
    [
        "sum", "by (", "without(", "on(", "ignoring (", "group_left(", "bool ", " offset ", "@ end()", "[5m]", "[1h:]", "[5m:1m]", "1h30m", "1y2w3d", "ms", "{a=\"b\"}", "=~\"", "!~", "!=", "\\x41", "\\u00e9", "\\Q", "\\pL", "[[:alpha:]]",
        "(?i)", "a{2,3}", "-", "+", "^", "(", ")", "atan2", " and ", " or ", " unless ", "rate(", "abs(", "time()", "inf", "nan", "0x", "`", "'", "#", "$x", "${x}", "1e", "==", ">=",
    ];

    public override bool Run(string input)
    {
        var allowVariables = input.Contains('$');
        Expression tree;
        try
        {
            tree = PromQLParser.Parse(input, allowVariables);
        }
        catch (PromQLException exception)
        {
            Require(exception.Offset >= 0 && exception.Offset <= input.Length, "the offset of an error is outside the text");
            Require(exception.Message.Length < 5_000, "the message is too long");
            return false;
        }
        var printed = tree.ToString();
        Expression again;
        try
        {
            again = PromQLParser.Parse(printed, allowVariables);
        }
        catch (PromQLException exception)
        {
            throw new FuzzException($"a printed expression does not parse: {exception.Problem}");
        }
        Require(again.Equals(tree) && again.ToString() == printed, "a printed expression parses to another tree");
        return true;
    }
}
