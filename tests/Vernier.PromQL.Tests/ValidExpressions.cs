using Vernier.PromQL.Language;

namespace Vernier.PromQL.Tests;

/// <summary>Valid expressions for every documented construct of the language.</summary>
internal static class ValidExpressions
{
    public static IReadOnlyList<string> All { get; } =
    [
        // Numbers.
        "1", "23", "0.5", ".5", "5.", "1e3", "1E-3", "2.5e+10", "0x1F", "0Xff", "017", "08", "00", "0e5", "9223372036854775808", "0x7fffffffffffffff", "0777777777777777777777",
        "07777777777777777777777777", "1e-400", "Inf", "+Inf", "-inf", "INF", "nan", "NaN", "-1", "+1", "--1", "-+-1", "- 1", "-0", "123456789", "1000000", "99999", "0.0001", "0.00001", "1e21", "1e20", "123456789012345678901",
        // Strings.
        "\"\"", "''", "``", "\"a b\"", "'it is \"so\"'", "`raw \\n`", "`two\nlines`", "\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\"", "'\\''", "\"\\x41\\101\\u00e9\\U0001F600\"", "\"\\xff\\xc3\\xa4\"", "\"日本é\\u200b\"", "\"#\"",
        // Selectors.
        "up", "http_requests_total", ":", "a:b:c", ":recorded", "_x", "X9", "up{}", "up{job=\"a\"}", "up{job=\"a\",}", "up{ job = 'a' , instance != `b` }", "up{job=~\"a.*\",instance!~\".+\"}", "{__name__=\"up\"}",
        "{__name__=~\"job:.*\"}", "{job=\"a\",__name__=\"up\"}", "{__name__=\"a\",__name__!=\"b\"}", "{job=~\".+\"}", "{job!=\"\"}", "{job!~\".*\"}", "{job=~\"a|b\",x=~\".*\"}", "up{on=\"a\",sum=\"b\",by=\"c\",bool=\"d\",offset=\"e\",inf=\"f\"}",
        "up{a=\"$x\"}", "up{a=\"\\\\.\"}", "up{\n  a=\"b\", # which\n  c=\"d\"\n}",
        // Keywords as metrics.
        "sum", "avg{a=\"b\"}", "by", "without", "offset", "offset offset 5m", "and and and", "or", "unless + or", "start", "end[5m]", "SUM", "topk > 1", "count_values", "group", "by or without", "Sum(Count)",
        // RE2 regexes.
        "x{a=~\"[[:alpha:]]+\\\\d\\\\pL\\\\p{Greek}\\\\x41\\\\x{1F600}\\\\z\"}", "x{a=~\"(?i)abc\"}", "x{a=~\"(?P<name>a)(?i-s:b)(?:c)\"}", "x{a=~\"a{2}b{2,}c{2,3}d*?e+?f??\"}", "x{a=~\"a{,5}{x}]}\"}", "x{a=~\"[]a-c^-]\"}", "x{a=~\"[^\\\\]\\\\d-]\"}",
        "x{a=~\"\\\\Qa.b\\\\E*\"}", "x{a=~\"(?P<n>a)(?P<n>b)\"}", "x{a=~\"\\\\_\\\\-\\\\/\"}", "x{a=~\"^*\"}", "x{a=~\"(a{10}){100}\"}", "{a=~\"(a|b)+\"}", "{a=~\"\\\\b\"}", "{a!~\"a?|b\"}", "{a=~\"(|a)b\"}", "x{a=~\"\"}", "{a=~\"\\\\Qab\\\\E*\"}", "x{a=~\"\\\\07\\\\123\"}",
        // Ranges and durations.
        "up[5m]", "up[1y2w3d4h5m6s7ms]", "up[1h30m]", "up [ 5m ]", "up[ 5m]", "up{a=\"b\"}[1d]", "up[0001m]", "up[1w1d]", "up[365d]", "up[14d]", "up[1500ms]", "up[90m]", "up[1h0m]", "up[292y]",
        // Offsets and @ modifiers.
        "up offset 5m", "up offset -5m", "up OFFSET 1h", "up[5m] offset 1w", "up @ 1609746000", "up @ 1609746000.1234", "up @ -5", "up @ +5.5", "up @ 1e3", "up @ 0x10", "up @ start()", "up @ END ( )", "up[5m] @ end() offset 5m",
        "up offset 5m @ 10", "up @ 10 offset 5m", "up @ start()[5m]", "sum(up @ 5)", "-up offset 5m", "a ^ b offset 5m", "a + b @ 5",
        // Subqueries.
        "up[5m:1m]", "up[5m:]", "up[30m : 1m ]", "rate(up[5m])[30m:1m]", "max_over_time(rate(x[5m])[30m:1m])", "up offset 5m[1h:5m]", "up @ 5[1h:]", "(up + up)[5m:]", "sum(up)[5m:]", "up[5m:1m] offset 5m", "up[5m:1m] @ 5 offset -1h",
        "max_over_time(deriv(rate(distance_covered_total[5s])[30s:5s])[10m:])", "(-up)[5m:1m]", "vector(1)[5m:1m]",
        // Operators.
        "1 + 2", "1 - 2 - 3", "2 ^ 3 ^ 2", "-2 ^ 2", "2 ^ -2", "2 ^ -2 ^ 2", "2 ^ -x * 3", "-x * y", "-x + y", "1 + 2 * 3 % 4 / 5", "a atan2 b", "a ATAN2 b * c", "a and b or c unless d", "a or b and c", "a > b", "a >= bool b", "1 < bool 2", "1 == bool 1",
        "a == 1", "1 != a", "a <= b < c", "a == b + c", "(1 + 2) * 3", "((a))", "-(-a)", "--a", "+a", "-(1)", "a * -b * c", "a ^ -b ^ c", "a AND b", "1 + on () 2", "a + on () group_left () 2", "1 > bool on() a",
        // Matching.
        "a + on (x) b", "a / ignoring (x, y) b", "a * on (x) group_left b", "a * on (x,) group_left (y) b", "a * ignoring (x) group_right (y, z) b", "a == bool on (x) group_left (y) b", "a and on (x) b", "a unless ignoring (x) b", "a or on () b",
        "a + ON (X) GROUP_LEFT (Y) b", "a + on (sum, by, on, bool, offset, and, group_left, atan2, start) b", "a * ignoring (x) group_left (x) b", "a * ignoring () b",
        // Aggregations.
        "sum(a)", "sum by (x) (a)", "sum by (x, y,) (a)", "sum (a) by (x)", "sum without (x) (a)", "sum(a) without ()", "sum by () (a)", "topk(5, a)", "bottomk by (x) (1, a)", "quantile(0.9, a)", "count_values(\"v\", a)", "stddev(a)", "stdvar(a)",
        "group(a)", "avg(a)", "min(a)", "max(a)", "count(a)", "SUM BY (x) (a)", "sum by (sum, by, offset) (a)", "topk(scalar(b), a)", "count(count by (x) (a))", "sum(a) + sum(b)", "sum by(x)(a)", "topk((5), a)", "count_values((\"v\"), a)",
        // Comments and space.
        "# first\nup # second\n+ 1 # third", "\tup\r\n", "sum( # what\n up)",
        // From the Prometheus documentation.
        "http_requests_total{job=\"apiserver\", handler=\"/api/comments\"}[5m]", "rate(http_requests_total[5m])[30m:1m]", "topk(3, sum by (app, proc) (rate(instance_cpu_time_ns[5m])))",
        "(instance_memory_limit_bytes - instance_memory_usage_bytes) / 1024 / 1024", "sum by (job) (rate(http_requests_total[5m])) > 0", "histogram_quantile(0.9, sum by (job, le) (rate(http_request_duration_seconds_bucket[10m])))",
        "method_code:http_errors:rate5m{code=\"500\"} / ignoring (code) method:http_requests:rate5m", "method_code:http_errors:rate5m / ignoring (code) group_left method:http_requests:rate5m",
        "label_join(up{job=\"api-server\",src1=\"a\"}, \"foo\", \",\", \"src1\", \"src2\", \"src3\")", "label_replace(up{job=\"api-server\",service=\"a:c\"}, \"foo\", \"$1\", \"service\", \"(.*):.*\")",
        "absent(sum(nonexistent{job=\"myjob\"}))", "sum(histogram_fraction(0, 0.2, rate(http_request_duration_seconds[1h])))", "histogram_count(x) / histogram_sum(x)", "label_join(a, \"b\", \"c\")", "round(a)", "round(a, 5)", "hour()", "hour(a)", "time()", "pi()",
        "holt_winters(a[5m], 0.5, 0.5)", "predict_linear(a[1h], 3600)", "quantile_over_time(0.9, a[5m])", "clamp(a, 0, 1)", "scalar(a) + 1", "vector(time())", "rate(a[5m:1m])",
        "job:request_latency_seconds:mean5m{job=\"myjob\"} > 0.5 and ignoring (code) up unless on (instance) maintenance",
        .. Functions.All.Select(Call),
        .. DocumentedQueries.All,
    ];

    /// <summary>A call with the maximum number of arguments, or more than the minimum if there is no maximum.</summary>
    private static string Call(Function function)
    {
        var count = function.MaxArguments == int.MaxValue ? function.MinArguments + 3 : function.MaxArguments;
        return $"{function.Name}({string.Join(", ", Enumerable.Range(0, count).Select(i => Argument(function.ParameterAt(i))))})";
    }

    private static string Argument(ExpressionType type) => type switch
    {
        ExpressionType.Scalar => "0.5",
        ExpressionType.InstantVector => "a",
        ExpressionType.RangeVector => "a[5m]",
        _ => "\"text\"",
    };
}
