namespace Vernier.Tests.Parsing;

/// <summary>Valid and invalid texts of the text format 0.0.4.</summary>
public static class PrometheusTextSamples
{
    /// <summary>Each type and each feature of the format at least once, without optional blanks.</summary>
    public const string Everything = """
        # HELP shop_orders_total Orders placed, by \\path\nand "kind".
        # TYPE shop_orders_total counter
        shop_orders_total{kind="card",path="C:\\shop\n\"eu\""} 12 1700000000123
        shop_orders_total{kind="cash"} 1e3

        # a comment
        # UNIT shop_temperature_celsius is a comment here
        # TYPE shop_temperature_celsius gauge
        shop_temperature_celsius -3.5
        # TYPE shop_latency_seconds histogram
        # HELP shop_latency_seconds Time per order.
        shop_latency_seconds_bucket{zone="a",le="0.1"} 2
        shop_latency_seconds_bucket{zone="a",le="1"} 5
        shop_latency_seconds_bucket{zone="a",le="+Inf"} 6
        shop_latency_seconds_sum{zone="a"} 9.25
        shop_latency_seconds_count{zone="a"} 6
        shop_latency_seconds_bucket{zone="b",le="0.1"} 0
        shop_latency_seconds_bucket{zone="b",le="+Inf"} 0
        shop_latency_seconds_sum{zone="b"} 0
        shop_latency_seconds_count{zone="b"} 0
        # HELP shop_size_bytes
        # TYPE shop_size_bytes summary
        shop_size_bytes{quantile="0.5"} NaN
        shop_size_bytes{quantile="0.99"} 512
        shop_size_bytes_sum 1024
        shop_size_bytes_count 3
        # TYPE shop_odd untyped
        shop_odd{which="up"} +Inf
        shop_odd{which="down"} -Inf
        shop_undeclared 7

        """;

    public static TheoryData<string> Valid =>
    [
        Everything,
        "",
        "\n",
        " \t \n",
        "# only a comment\n",
        "#\n",
        "# TYPEX a gauge\n",
        "# TYPE a gauge\n",
        "# HELP a\n",
        "# HELP a help\n# TYPE a counter\na 1\n",
        "#HELP a help\n#\tTYPE\ta \t gauge \t\na 1\n",
        "a 1\n# HELP b x\n",
        "  a \t { x = \"1\" ,\ty=\"2\" , } \t 1 \t 5 \t \n",
        "a{}1\n",
        "a{x=\"1\",}1 -5\n",
        "a:b_C9 1\n:a 1\n_a 1\n",
        "a{_x=\"1\"} 1\n",
        "a{x=\"\\\\ \\\" \\n\"} 1\n",
        "a{x=\"{},=#\t\r\0é漢😀\"} 1\n",
        "a{x=\"\"} 1\n",
        "# HELP a \"quoted\"\r\n",
        "a 1\n# EOF\n",
        "a 1\na{x=\"1\"} 1\na{x=\"2\"} 1\n",
        "# TYPE a counter\na -1\n",
        "# TYPE a histogram\n",
        "# TYPE a histogram\na_count 1\na_bucket{le=\"+Inf\"} 1\n",
        "# TYPE a histogram\na_bucket{le=\"-1\"} 1\na_bucket{le=\"1e0\"} 1\na_bucket{le=\"+Inf\"} 1\na_sum -4\na_count 1\n",
        "# TYPE a histogram\na_bucket{x=\"1\",le=\"+Inf\"} 1\na_bucket{x=\"2\",le=\"+Inf\"} 2\na_count{x=\"2\"} 2\na_count{x=\"1\"} 1\n",
        "# TYPE a summary\na_sum 1\n",
        "# TYPE a summary\na{quantile=\"0\"} -1\na{quantile=\"1\"} 2\n",
        "# TYPE a gauge\na 1\na_bucket 1\na_sum 2\na_count 3\na_total 4\n",
        "a{le=\"x\",quantile=\"y\"} 1\n",
    ];

    /// <summary>The text, the line of its error, and a part of the reason.</summary>
    public static TheoryData<string, int, string> Invalid => new()
    {
        // The end of the text
        { "a 1", 1, "must end with a line feed" },
        { "a 1\nb 2", 2, "must end with a line feed" },
        { "# comment", 1, "must end with a line feed" },

        // Metric names
        { "a 1\n9a 1\n", 2, "'9' cannot start a metric name" },
        { "-a 1\n", 1, "'-' cannot start a metric name" },
        { "\uFEFFa 1\n", 1, "cannot start a metric name" },
        { "{\"a\"} 1\n", 1, "'{' cannot start a metric name" },
        { "a.b 1\n", 1, "'.' is not allowed in a metric name" },
        { "a-b 1\n", 1, "'-' is not allowed in a metric name" },
        { "aé 1\n", 1, "'é' is not allowed in a metric name" },
        { "a\r 1\n", 1, "U+000D is not allowed in a metric name" },
        { "# TYPE a.b gauge\n", 1, "'.' is not allowed in a metric name" },
        { "# HELP a{} x\n", 1, "'{' is not allowed in a metric name" },
        { "# HELP \"a\" x\n", 1, "'\"' cannot start a metric name" },

        // Labels
        { "a{9=\"1\"} 1\n", 1, "'9' cannot start a label name" },
        { "a{x:y=\"1\"} 1\n", 1, "expected '=' after the label name 'x' but found ':'" },
        { "a{x-y=\"1\"} 1\n", 1, "expected '=' after the label name 'x' but found '-'" },
        { "a{\"x\"=\"1\"} 1\n", 1, "'\"' cannot start a label name" },
        { "a{,} 1\n", 1, "',' cannot start a label name" },
        { "a{x=\"1\",,} 1\n", 1, "',' cannot start a label name" },
        { "a{__name__=\"b\"} 1\n", 1, "'__name__' is reserved" },
        { "a{__x=\"b\"} 1\n", 1, "'__x' is reserved" },
        { "a 1\na{x=\"1\",y=\"2\",x=\"3\"} 1\n", 2, "a second label 'x'" },
        { "a{x=\"1\",x=\"1\"} 1\n", 1, "a second label 'x'" },
        { "a{x} 1\n", 1, "expected '='" },
        { "a{x \"1\"} 1\n", 1, "expected '='" },
        { "a{x=1} 1\n", 1, "expected '\"'" },
        { "a{x='1'} 1\n", 1, "expected '\"'" },
        { "a{x=\"1\" y=\"2\"} 1\n", 1, "expected ',' or '}'" },
        { "a{x=\"1\";y=\"2\"} 1\n", 1, "expected ',' or '}'" },
        { "a{x=\"1\" 1\n", 1, "expected ',' or '}'" },
        { "a{x=\"1} 1\n", 1, "no closing '\"'" },
        { "a{x=\"1\n2\"} 1\n", 1, "no closing '\"'" },
        { "a{\n", 1, "the end of the line cannot start a label name" },

        // Escaping
        { "a{x=\"\\t\"} 1\n", 1, "must not escape 't'" },
        { "a{x=\"\\r\"} 1\n", 1, "must not escape 'r'" },
        { "a{x=\"\\'\"} 1\n", 1, "must not escape '''" },
        { "a{x=\"\\u0041\"} 1\n", 1, "must not escape 'u'" },
        { "a{x=\"\\\n", 1, "escapes nothing" },
        { "# HELP a b\\t\n", 1, "must not escape 't'" },
        { "# HELP a b\\\"\n", 1, "must not escape '\"'" },
        { "# HELP a b\\\n", 1, "escapes nothing" },
        { "# HELP a b\\\\\\\n", 1, "escapes nothing" },

        // Values and timestamps
        { "a\n", 1, "the value is missing" },
        { "a{x=\"1\"} \n", 1, "the value is missing" },
        { "a one\n", 1, "the value 'one' is not a number" },
        { "a 1,5\n", 1, "the value '1,5' is not a number" },
        { "a 1_000\n", 1, "the value '1_000' is not a number" },
        { "a 0x1p-2\n", 1, "the value '0x1p-2' is not a number" },
        { "a .\n", 1, "the value '.' is not a number" },
        { "a 1e\n", 1, "the value '1e' is not a number" },
        { "a e5\n", 1, "the value 'e5' is not a number" },
        { "a 1.2.3\n", 1, "the value '1.2.3' is not a number" },
        { "a +-1\n", 1, "the value '+-1' is not a number" },
        { "a +NaN\n", 1, "the value '+NaN' is not a number" },
        { "a ∞\n", 1, "the value '∞' is not a number" },
        { "a Infinite\n", 1, "the value 'Infinite' is not a number" },
        { "a 1e400\n", 1, "beyond the range of a 64-bit float" },
        { "a 1\r\n", 1, "is not a number" },
        { "a 1\0\n", 1, "is not a number" },
        { "a ١\n", 1, "is not a number" },
        { "a 1 1.5\n", 1, "the timestamp '1.5' is not an integer" },
        { "a 1 1e3\n", 1, "the timestamp '1e3' is not an integer" },
        { "a 1 now\n", 1, "the timestamp 'now' is not an integer" },
        { "a 1 5\0\n", 1, "is not an integer" },
        { "a 1 9223372036854775808\n", 1, "is not an integer of 64 bits" },
        { "a 1 5 6\n", 1, "unexpected '6' after the timestamp" },
        { "a 1 # {} 1\n", 1, "the timestamp '#' is not an integer" },

        // Metadata
        { "# TYPE\n", 1, "TYPE needs a metric name" },
        { "# HELP \t\n", 1, "HELP needs a metric name" },
        { "# TYPE a\n", 1, "TYPE needs a type" },
        { "# TYPE a meter\n", 1, "'meter' is not a type" },
        { "# TYPE a Counter\n", 1, "'Counter' is not a type" },
        { "# TYPE a unknown\n", 1, "'unknown' is not a type" },
        { "# TYPE a gauge x\n", 1, "unexpected 'x' after the type" },
        { "# TYPE a gauge\r\n", 1, "is not a type" },
        { "# TYPE a gauge\n# TYPE a gauge\n", 2, "a second TYPE line for 'a'" },
        { "# HELP a x\n# TYPE a gauge\n# HELP a x\n", 3, "a second HELP line for 'a'" },
        { "# HELP a x\na 1\nb 1\n# HELP a y\n", 4, "a second HELP line for 'a'" },
        { "a 1\n# TYPE a gauge\n", 2, "the TYPE line of 'a' comes after its samples" },
        { "# TYPE a gauge\na 1\n# HELP a x\n", 3, "the HELP line of 'a' comes after its samples" },
        { "# TYPE a_count gauge\n# TYPE a histogram\n# HELP a_count x\n", 3, "the family 'a_count' are not adjacent" },

        // Grouping
        { "a 1\nb 1\na{x=\"1\"} 1\n", 3, "the lines of the family 'a' are not adjacent" },
        { "# TYPE a summary\na_sum 1\nb 1\na_count 1\n", 4, "the lines of the family 'a' are not adjacent" },
        { "# TYPE a gauge\n# TYPE b gauge\na 1\nb 1\n", 3, "the lines of the family 'a' are not adjacent" },
        { "# TYPE a_sum counter\na_sum 1\n# TYPE a summary\na_sum{x=\"1\"} 1\n", 4, "the sample name 'a_sum' belongs to the family 'a_sum'" },
        { "# TYPE a histogram\na 1\n", 2, "'a' is not a sample name of that Histogram" },

        // Series
        { "a 1\na 2\n", 2, "a second sample of the series a" },
        { "a 1 5\na 2 6\n", 2, "a second sample of the series a" },
        { "a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n", 2, "a second sample of the series a{" },
        { "a 1\na{x=\"\"} 1\n", 2, "a second sample of the series a{" },
        { "# TYPE a counter\na{x=\"1\"} 1\na{x=\"2\"} 1\na{x=\"1\"} 1\n", 4, "a second sample of the series a{" },

        // Histograms
        { "# TYPE a histogram\na_bucket 1\na_count 1\n", 2, "a bucket needs the label 'le'" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count{le=\"1\"} 1\n", 3, "only a bucket may have the label 'le'" },
        { "# TYPE a histogram\na_sum 1\na_count 1\n", 2, "has no bucket le=\"+Inf\"" },
        { "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_count 1\n", 2, "has no bucket le=\"+Inf\"" },
        { "# TYPE a histogram\na_bucket{le=\"inf\"} 1\na_count 1\n", 2, "must be spelled +Inf, not inf" },
        { "# TYPE a histogram\na_bucket{le=\"NaN\"} 1\na_count 1\n", 2, "the bucket bound must not be NaN" },
        { "# TYPE a histogram\na_bucket{le=\"\"} 1\na_count 1\n", 2, "the bucket bound is missing" },
        { "# TYPE a histogram\na_bucket{le=\"one\"} 1\na_count 1\n", 2, "the bucket bound 'one' is not a number" },
        { "# TYPE a histogram\na_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 1\na_count 1\n", 3, "bound 1 is not above" },
        { "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"1.0\"} 1\na_bucket{le=\"+Inf\"} 1\na_count 1\n", 3, "bound 1.0 is not above" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_bucket{le=\"1\"} 1\na_count 1\n", 3, "bound 1 is not above" },
        { "# TYPE a histogram\na_bucket{le=\"1\"} 3\na_bucket{le=\"+Inf\"} 2\na_count 2\n", 3, "the bucket count 2 is less" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} -1\na_count -1\n", 2, "the bucket count -1 is less" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} NaN\na_count NaN\n", 2, "the bucket count NaN is less" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\n", 2, "the histogram a has no count" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 2\n", 3, "the count 2 is not that of the +Inf bucket, 1" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\na_bucket{x=\"1\",le=\"+Inf\"} 1\na_count{x=\"2\"} 1\n", 4, "a{x=\"1\"} has no count" },

        // Summaries
        { "# TYPE a summary\na 1\n", 2, "a quantile needs the label 'quantile'" },
        { "# TYPE a summary\na{quantile=\"-0.1\"} 1\n", 2, "the quantile -0.1 is not between 0 and 1" },
        { "# TYPE a summary\na{quantile=\"1.01\"} 1\n", 2, "the quantile 1.01 is not between 0 and 1" },
        { "# TYPE a summary\na{quantile=\"NaN\"} 1\n", 2, "the quantile NaN is not between 0 and 1" },
        { "# TYPE a summary\na{quantile=\"half\"} 1\n", 2, "the quantile 'half' is not a number" },
        { "# TYPE a summary\na{quantile=\"0.9\"} 1\na{quantile=\"0.5\"} 1\n", 3, "the quantile 0.5 is not above the one before" },
        { "# TYPE a summary\na{quantile=\"0.5\"} 1\na{quantile=\"0.50\"} 1\n", 3, "the quantile 0.50 is not above the one before" },
        { "# TYPE a summary\na{quantile=\"0.5\"} 1\na_sum{quantile=\"0.5\"} 1\n", 3, "only a quantile may have the label 'quantile'" },
    };
}
