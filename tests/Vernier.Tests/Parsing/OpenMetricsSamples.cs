namespace Vernier.Tests.Parsing;

/// <summary>Valid and invalid texts of OpenMetrics 1.0.0.</summary>
public static class OpenMetricsSamples
{
    /// <summary>Each type and each feature of the format at least once.</summary>
    public const string Everything = """
        # TYPE shop_orders counter
        # HELP shop_orders Orders placed, by \\path\nand \"kind\".
        shop_orders_total{kind="card",path="C:\\shop\n\"eu\""} 12.0 # {trace_id="abc",span_id="\"1\""} 1 1700000000.123
        shop_orders_created{kind="card",path="C:\\shop\n\"eu\""} 1.7e+09
        shop_orders_total{kind="cash"} 3
        # TYPE shop_temperature_celsius gauge
        # UNIT shop_temperature_celsius celsius
        # HELP shop_temperature_celsius Now.
        shop_temperature_celsius{} -3.5 1700000000
        shop_temperature_celsius{} -4.5 1700000001.5
        # TYPE shop_latency_seconds histogram
        # UNIT shop_latency_seconds seconds
        shop_latency_seconds_bucket{zone="a",le="0.1"} 2 # {} 0.05
        shop_latency_seconds_bucket{zone="a",le="1.0"} 5
        shop_latency_seconds_bucket{zone="a",le="+Inf"} 6 # {trace_id="x"} 6.5
        shop_latency_seconds_count{zone="a"} 6
        shop_latency_seconds_sum{zone="a"} 9.25
        shop_latency_seconds_created{zone="a"} 1700000000.5
        shop_latency_seconds_bucket{zone="b",le="+Inf"} 0
        # TYPE shop_queue gaugehistogram
        shop_queue_bucket{le="-1.0"} 1
        shop_queue_bucket{le="1e+06"} 4 # {} -7
        shop_queue_bucket{le="+Inf"} 4
        shop_queue_gcount 4
        shop_queue_gsum -3.5
        # TYPE shop_size_bytes summary
        shop_size_bytes{quantile="0.99"} 512
        shop_size_bytes{quantile="0.5"} NaN
        shop_size_bytes_count 3
        shop_size_bytes_sum 1024
        shop_size_bytes_created 1700000000
        # TYPE shop_build info
        shop_build_info{version="1.2"} 1
        shop_build_info{version="1.3"} 1.0
        # TYPE shop_state stateset
        shop_state{shop_state="open",zone="a"} 1
        shop_state{shop_state="closed",zone="a"} 0
        shop_state{shop_state="open",zone="b"} 0
        # TYPE shop_odd unknown
        shop_odd{which="up"} +Inf
        shop_odd{which="down"} -Inf
        shop_undeclared 7
        # EOF

        """;

    public static TheoryData<string> Valid =>
    [
        Everything,
        "# EOF\n",
        "# EOF",
        "a 1\n# EOF",
        "a{} 1\n# EOF\n",
        "a 1 1.5e3\n# EOF\n",
        "a 1 -5\n# EOF\n",
        "a 0042\nb .5\nc 5.\nd 1E5\ne -INFINITY\nf nan\n# EOF\n",
        "a:b 1\n# EOF\n",
        "# HELP a \n# UNIT a \n# EOF\n",
        "# HELP a x\n# TYPE a_x gauge\n# EOF\n",
        "# UNIT a_s s\n# HELP a_s x\n# TYPE a_s gauge\na_s 1\n# EOF\n",
        "# TYPE a_s info\n# UNIT a_s \na_s_info 1\n# EOF\n",
        "# HELP a \0 \\x \t\r.\n# EOF\n",
        "a{x=\"{},=# \t\r\0\\xé漢😀\"} 1\n# EOF\n",
        "# TYPE a counter\na_total 1\n# TYPE a_sum gauge\na_sum 1\n# EOF\n",
        "# TYPE a gauge\na 1\n# TYPE a_total gauge\na_total 1\n# EOF\n",
        "# TYPE a counter\na_created 5\na_total +Inf\n# EOF\n",
        "# TYPE a counter\na_total 1 5\na_created 1 5\na_total 2 6\na_created 1 6\n# EOF\n",
        "# TYPE a gauge\na 1 5\na 2 5\n# EOF\n",
        "# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 1\na{y=\"1\"} 1\n# EOF\n",
        "# TYPE a histogram\na_sum 0\na_count 0\na_bucket{le=\"+Inf\"} 0\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"-1.0\"} 1\na_bucket{le=\"+Inf\"} 2\na_created 5\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"0.0\"} 1\na_bucket{le=\"+Inf\"} 2\na_count 2\na_sum 0\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"-Inf\"} 1\na_bucket{le=\"+Inf\"} 2\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"+Inf\"} 9007199254740993\n# EOF\n",
        "# TYPE a histogram\na_bucket{le=\"1.0\"} 0\na_bucket{le=\"2.0\"} 1 # {} 0.5\na_bucket{le=\"+Inf\"} 1 # {} +Inf\n# EOF\n",
        "# TYPE a summary\na_sum 1\n# EOF\n",
        "# TYPE a summary\na{quantile=\"1.0\"} +Inf\na{quantile=\"0.0\"} 0\n# EOF\n",
        "# TYPE a stateset\na{a=\"x\"} 0\na{a=\"y\"} 0\n# EOF\n",
        "a{le=\"x\",quantile=\"y\"} 1\n# EOF\n",
        $"# TYPE a counter\na_total 1 # {{x=\"{new string('é', 127)}\"}} 1\n# EOF\n",
        "# TYPE a counter\na_total 1 # {x=\"" + string.Concat(Enumerable.Repeat("😀", 127)) + "\"} 1\n# EOF\n",
    ];

    /// <summary>The text, the line of its error, and a part of the reason.</summary>
    public static TheoryData<string, int, string> Invalid => new()
    {
        // The end of the text
        { "", 1, "does not end with '# EOF'" },
        { "a 1\n", 2, "does not end with '# EOF'" },
        { "a 1", 2, "does not end with '# EOF'" },
        { "# EOF\n\n", 2, "nothing may come after '# EOF'" },
        { "# EOF\na 1\n", 2, "nothing may come after '# EOF'" },
        { "a 1\n# EOF\n# EOF\n", 3, "nothing may come after '# EOF'" },
        { "# EOF \n", 1, "found 'EOF'" },
        { "# EOFx\n", 1, "found 'EOFx'" },
        { "# eof\n", 1, "found 'eof'" },
        { "#EOF\n", 1, "one space after '#'" },
        { "#  EOF\n", 1, "found ''" },
        { "# EOF\r\n", 1, "found 'EOF\r'" },

        // Lines
        { "\n# EOF\n", 1, "a blank line" },
        { "a 1\n\n# EOF\n", 2, "a blank line" },
        { " \n# EOF\n", 1, "' ' cannot start a metric name" },
        { " a 1\n# EOF\n", 1, "' ' cannot start a metric name" },
        { "\uFEFFa 1\n# EOF\n", 1, "cannot start a metric name" },
        { "# a comment\n# EOF\n", 1, "found 'a'" },
        { "# type a gauge\n# EOF\n", 1, "found 'type'" },
        { "#\n# EOF\n", 1, "one space after '#'" },
        { "a 1\r\n# EOF\n", 1, "is not a number" },
        { "# HELP a x\r\n# EOF\n", 1, "the line ends with a carriage return" },
        { "# TYPE a gauge\r\n# EOF\n", 1, "is not a type" },

        // Names
        { "9a 1\n# EOF\n", 1, "'9' cannot start a metric name" },
        { "a.b 1\n# EOF\n", 1, "'.' is not allowed in a metric name" },
        { "a-b 1\n# EOF\n", 1, "'-' is not allowed in a metric name" },
        { "aé 1\n# EOF\n", 1, "'é' is not allowed in a metric name" },
        { "{\"a\"} 1\n# EOF\n", 1, "'{' cannot start a metric name" },
        { "_a 1\n# EOF\n", 1, "the family name '_a' is reserved" },
        { "# TYPE _a gauge\n# EOF\n", 1, "the family name '_a' is reserved" },
        { "# HELP a{} x\n# EOF\n", 1, "'{' is not allowed in a metric name" },
        { "a{x:y=\"1\"} 1\n# EOF\n", 1, "expected '=' after the label name 'x' but found ':'" },
        { "a{9=\"1\"} 1\n# EOF\n", 1, "'9' cannot start a label name" },
        { "a{\"x\"=\"1\"} 1\n# EOF\n", 1, "'\"' cannot start a label name" },
        { "a{_x=\"1\"} 1\n# EOF\n", 1, "the label name '_x' is reserved" },
        { "a{__name__=\"1\"} 1\n# EOF\n", 1, "the label name '__name__' is reserved" },

        // Labels
        { "a{x=\"1\",x=\"2\"} 1\n# EOF\n", 1, "a second label 'x'" },
        { "a{x=\"1\",} 1\n# EOF\n", 1, "'}' cannot start a label name" },
        { "a{,x=\"1\"} 1\n# EOF\n", 1, "',' cannot start a label name" },
        { "a{x=\"1\", y=\"2\"} 1\n# EOF\n", 1, "' ' cannot start a label name" },
        { "a{ x=\"1\"} 1\n# EOF\n", 1, "' ' cannot start a label name" },
        { "a{x =\"1\"} 1\n# EOF\n", 1, "expected '='" },
        { "a{x= \"1\"} 1\n# EOF\n", 1, "expected '\"'" },
        { "a{x=\"1\" } 1\n# EOF\n", 1, "expected ',' or '}'" },
        { "a{x=\"1\"y=\"2\"} 1\n# EOF\n", 1, "expected ',' or '}'" },
        { "a{x} 1\n# EOF\n", 1, "expected '='" },
        { "a{x=1} 1\n# EOF\n", 1, "expected '\"'" },
        { "a{x='1'} 1\n# EOF\n", 1, "expected '\"'" },
        { "a{x=\"1} 1\n# EOF\n", 1, "no closing '\"'" },
        { "a{x=\"\\\"} 1\n# EOF\n", 1, "no closing '\"'" },
        { "a{x=\"1\n\"} 1\n# EOF\n", 1, "no closing '\"'" },
        { "a{x=\"1\"\n# EOF\n", 1, "expected ',' or '}'" },
        { "a{x=\"\\\n# EOF\n", 1, "escapes nothing" },

        // Spaces, values and timestamps
        { "a\n# EOF\n", 1, "one space before the value" },
        { "a \n# EOF\n", 1, "the value is missing" },
        { "a  1\n# EOF\n", 1, "the value is missing" },
        { "a\t1\n# EOF\n", 1, "U+0009 is not allowed in a metric name" },
        { "a {} 1\n# EOF\n", 1, "the value '{}' is not a number" },
        { "a{}1\n# EOF\n", 1, "one space before the value" },
        { "a 1 \n# EOF\n", 1, "the timestamp is missing" },
        { "a 1  5\n# EOF\n", 1, "the timestamp is missing" },
        { "a 1 5 \n# EOF\n", 1, "a space at the end of the line" },
        { "a 1 5 6\n# EOF\n", 1, "unexpected '6' after the timestamp" },
        { "a one\n# EOF\n", 1, "the value 'one' is not a number" },
        { "a 1_000\n# EOF\n", 1, "is not a number" },
        { "a 0x1p-3\n# EOF\n", 1, "is not a number" },
        { "a +NaN\n# EOF\n", 1, "is not a number" },
        { "a 1e\n# EOF\n", 1, "is not a number" },
        { "a -1e400\n# EOF\n", 1, "beyond the range of a 64-bit float" },
        { "a 1 now\n# EOF\n", 1, "the timestamp 'now' is not a number" },
        { "a 1 NaN\n# EOF\n", 1, "the timestamp 'NaN' is not a number" },
        { "a 1 +Inf\n# EOF\n", 1, "the timestamp '+Inf' is not a number" },

        // Metadata
        { "# TYPE\n# EOF\n", 1, "TYPE needs a metric name" },
        { "# HELP \n# EOF\n", 1, "HELP needs a metric name" },
        { "# HELP a\n# EOF\n", 1, "one space after the metric name" },
        { "# UNIT a\n# EOF\n", 1, "one space after the metric name" },
        { "# TYPE a \n# EOF\n", 1, "'' is not a type" },
        { "# TYPE  a gauge\n# EOF\n", 1, "' ' cannot start a metric name" },
        { "# TYPE a  gauge\n# EOF\n", 1, "' gauge' is not a type" },
        { "# TYPE a gauge \n# EOF\n", 1, "'gauge ' is not a type" },
        { "# TYPE a Gauge\n# EOF\n", 1, "'Gauge' is not a type" },
        { "# TYPE a untyped\n# EOF\n", 1, "'untyped' is not a type" },
        { "# HELP a \"x\"\n# EOF\n", 1, "'\"' must be escaped" },
        { "# HELP a x\\\n# EOF\n", 1, "escapes nothing" },
        { "# UNIT a_s s \n# EOF\n", 1, "' ' is not allowed in a unit" },
        { "# UNIT a_% %\n# EOF\n", 1, "'%' is not allowed in a metric name" },
        { "# TYPE a gauge\n# TYPE a gauge\n# EOF\n", 2, "a second TYPE line for 'a'" },
        { "# TYPE a info\n# TYPE a counter\n# EOF\n", 2, "a second TYPE line for 'a'" },
        { "# HELP a \n# HELP a \n# EOF\n", 2, "a second HELP line for 'a'" },
        { "# UNIT a_s s\n# TYPE a_s gauge\n# UNIT a_s s\n# EOF\n", 3, "a second UNIT line for 'a_s'" },
        { "a 1\n# TYPE a gauge\n# EOF\n", 2, "the TYPE line of 'a' comes after its samples" },
        { "# TYPE a gauge\na 1\n# HELP a x\n# EOF\n", 3, "the HELP line of 'a' comes after its samples" },
        { "# TYPE a_s gauge\na_s 1\n# UNIT a_s s\n# EOF\n", 3, "the UNIT line of 'a_s' comes after its samples" },
        { "# TYPE a gauge\n# TYPE b gauge\n# HELP a x\n# EOF\n", 3, "the family 'a' are not adjacent" },

        // Units
        { "b 1\n# TYPE a gauge\n# UNIT a seconds\n# EOF\n", 2, "does not end with its unit, '_seconds'" },
        { "# UNIT seconds seconds\n# EOF\n", 1, "does not end with its unit" },
        { "# UNIT a_milliseconds seconds\n# EOF\n", 1, "does not end with its unit" },
        { "# TYPE a_s info\n# UNIT a_s s\n# EOF\n", 1, "the Info 'a_s' must not have a unit" },
        { "# UNIT a_s s\n# TYPE a_s stateset\n# EOF\n", 1, "the StateSet 'a_s' must not have a unit" },

        // Sample names, clashes, grouping
        { "# TYPE a counter\na 1\n# EOF\n", 2, "'a' is not a sample name of that Counter, which may have a_total, a_created" },
        { "# TYPE a histogram\na 1\n# EOF\n", 2, "'a' is not a sample name of that Histogram" },
        { "# TYPE a gaugehistogram\na 1\n# EOF\n", 2, "'a' is not a sample name of that GaugeHistogram" },
        { "# TYPE a info\na 1\n# EOF\n", 2, "'a' is not a sample name of that Info" },
        { "# TYPE a_created gauge\n# TYPE a counter\n# EOF\n", 2, "'a_created' and 'a' clash: both may have the sample 'a_created'" },
        { "# TYPE a counter\n# TYPE a_total unknown\n# EOF\n", 2, "clash: both may have the sample 'a_total'" },
        { "# TYPE a histogram\n# TYPE a_count gauge\n# EOF\n", 2, "clash: both may have the sample 'a_count'" },
        { "# TYPE a summary\n# TYPE a_sum gauge\n# EOF\n", 2, "clash: both may have the sample 'a_sum'" },
        { "# TYPE a gaugehistogram\n# TYPE a_gsum stateset\n# EOF\n", 2, "clash: both may have the sample 'a_gsum'" },
        { "# TYPE a_info gauge\n# TYPE a info\n# EOF\n", 2, "clash: both may have the sample 'a_info'" },
        { "a_created 1\n# TYPE a counter\na_total 1\n# EOF\n", 2, "clash: both may have the sample 'a_created'" },
        { "a_total 1\n# TYPE a counter\na_total 1\n# EOF\n", 3, "the sample name 'a_total' belongs to the family 'a_total'" },
        { "a 1\nb 1\na{x=\"1\"} 1\n# EOF\n", 3, "the family 'a' are not adjacent" },
        { "# TYPE a counter\na_total 1\nb 1\na_created 1\n# EOF\n", 4, "the family 'a' are not adjacent" },
        { "# TYPE a gauge\n# TYPE b gauge\na 1\n# EOF\n", 3, "the family 'a' are not adjacent" },
        { "# TYPE a counter\na_total{x=\"1\"} 1\na_total{x=\"2\"} 1\na_created{x=\"1\"} 1\n# EOF\n", 4, "the samples of a{x=\"1\"} are not adjacent" },
        {
            "# TYPE a histogram\na_bucket{x=\"1\",le=\"+Inf\"} 0\na_bucket{x=\"2\",le=\"+Inf\"} 0\na_count{x=\"1\"} 0\n# EOF\n",
            4, "the samples of a{x=\"1\"} are not adjacent"
        },
        { "# TYPE a stateset\na{a=\"x\",z=\"1\"} 0\na{a=\"x\",z=\"2\"} 0\na{a=\"y\",z=\"1\"} 0\n# EOF\n", 4, "the samples of a{z=\"1\"} are not adjacent" },

        // Series and points
        { "a 1\na 2\n# EOF\n", 2, "a second sample of the series a" },
        { "a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n# EOF\n", 2, "a second sample of the series a{" },
        { "a 1\na{x=\"\"} 1\n# EOF\n", 2, "a second sample of the series a{" },
        { "a 1\na 2 5\n# EOF\n", 2, "either all samples of a have a timestamp or none" },
        { "a 1 5\na 2\n# EOF\n", 2, "either all samples of a have a timestamp or none" },
        { "# TYPE a counter\na_total 1 5\na_created 1\n# EOF\n", 3, "either all samples of a have a timestamp or none" },
        { "a 1 5\na 2 4.5\n# EOF\n", 2, "the timestamp 4.5 is before" },
        { "# TYPE a summary\na_count 1 1\na_count 1 2\na_sum 1 1\na_sum 1 2\n# EOF\n", 4, "the timestamp 1 is before" },

        // Counters
        { "# TYPE a counter\na_total -1\n# EOF\n", 2, "neither NaN nor negative, but is -1" },
        { "# TYPE a counter\na_total NaN\n# EOF\n", 2, "neither NaN nor negative, but is NaN" },
        { "# TYPE a counter\na_created 1\n# EOF\n", 2, "a has no total" },
        { "# TYPE a counter\na_total 1\na_created NaN\n# EOF\n", 3, "must be a timestamp, but is NaN" },
        { "# TYPE a counter\na_total 1\na_created +Inf\n# EOF\n", 3, "must be a timestamp, but is +Inf" },

        // Histograms
        { "# TYPE a histogram\na_bucket 1\n# EOF\n", 2, "a_bucket needs the label 'le'" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count{le=\"1.0\"} 1\n# EOF\n", 3, "a_count must not have the label 'le'" },
        { "# TYPE a histogram\na_count 1\na_sum 1\n# EOF\n", 2, "has no bucket le=\"+Inf\"" },
        { "# TYPE a histogram\na_bucket{le=\"1.0\"} 1\n# EOF\n", 2, "has no bucket le=\"+Inf\"" },
        { "# TYPE a histogram\na_bucket{le=\"NaN\"} 1\n# EOF\n", 2, "the label 'le' must not be NaN" },
        { "# TYPE a histogram\na_bucket{le=\"one\"} 1\n# EOF\n", 2, "the label 'le' 'one' is not a number" },
        { "# TYPE a histogram\na_bucket{le=\"Inf\"} 1\n# EOF\n", 2, "must be spelled +Inf, not Inf" },
        { "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 1\n# EOF\n", 2, "must be spelled 1.0, not 1" },
        { "# TYPE a histogram\na_bucket{le=\"0.10\"} 1\na_bucket{le=\"+Inf\"} 1\n# EOF\n", 2, "must be spelled 0.1, not 0.10" },
        { "# TYPE a histogram\na_bucket{le=\"1000000.0\"} 1\na_bucket{le=\"+Inf\"} 1\n# EOF\n", 2, "must be spelled 1e+06, not 1000000.0" },
        { "# TYPE a histogram\na_bucket{le=\"0.00001\"} 1\na_bucket{le=\"+Inf\"} 1\n# EOF\n", 2, "must be spelled 1e-05, not 0.00001" },
        { "# TYPE a histogram\na_bucket{le=\"2.0\"} 1\na_bucket{le=\"1.0\"} 1\na_bucket{le=\"+Inf\"} 1\n# EOF\n", 3, "bound 1.0 is not above" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_bucket{le=\"1.0\"} 1\n# EOF\n", 3, "bound 1.0 is not above" },
        { "# TYPE a histogram\na_bucket{le=\"1.0\"} 2\na_bucket{le=\"+Inf\"} 1\n# EOF\n", 3, "the bucket count 1 is less" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1.5\n# EOF\n", 2, "must be an integer and not negative, but is 1.5" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} -1\n# EOF\n", 2, "must be an integer and not negative, but is -1" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} NaN\n# EOF\n", 2, "must be an integer and not negative, but is NaN" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} +Inf\n# EOF\n", 2, "must be an integer and not negative, but is +Inf" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 2\na_sum 1\n# EOF\n", 3, "the count 2 is not that of the +Inf bucket, 1" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\n# EOF\n", 2, "has a sum but no count" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\n# EOF\n", 2, "has a count but no sum" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum -1\n# EOF\n", 4, "neither NaN nor negative, but is -1" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum NaN\n# EOF\n", 4, "must not be NaN" },
        { "# TYPE a histogram\na_bucket{le=\"-1.0\"} 1\na_bucket{le=\"+Inf\"} 1\na_count 1\na_sum 1\n# EOF\n", 5, "negative bucket bound must not have a sum" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_created NaN\n# EOF\n", 3, "must be a timestamp" },
        { "# TYPE a gaugehistogram\na_bucket{le=\"+Inf\"} 1\na_gsum 1\n# EOF\n", 2, "has a sum but no count" },
        { "# TYPE a gaugehistogram\na_bucket{le=\"+Inf\"} 1\na_gcount 1\na_gsum -1\n# EOF\n", 4, "neither NaN nor negative, but is -1" },
        { "# TYPE a gaugehistogram\na_bucket{le=\"-1.0\"} 1\na_bucket{le=\"+Inf\"} 1\na_gcount 1\na_gsum NaN\n# EOF\n", 5, "must not be NaN" },

        // Summaries
        { "# TYPE a summary\na 1\n# EOF\n", 2, "a needs the label 'quantile'" },
        { "# TYPE a summary\na{quantile=\"1.01\"} 1\n# EOF\n", 2, "the quantile 1.01 is not between 0 and 1" },
        { "# TYPE a summary\na{quantile=\"-0.5\"} 1\n# EOF\n", 2, "the quantile -0.5 is not between 0 and 1" },
        { "# TYPE a summary\na{quantile=\"NaN\"} 1\n# EOF\n", 2, "the label 'quantile' must not be NaN" },
        { "# TYPE a summary\na{quantile=\"half\"} 1\n# EOF\n", 2, "the label 'quantile' 'half' is not a number" },
        { "# TYPE a summary\na{quantile=\"1\"} 1\n# EOF\n", 2, "must be spelled 1.0, not 1" },
        { "# TYPE a summary\na{quantile=\"0.5\"} -1\n# EOF\n", 2, "must not be negative, but is -1" },
        { "# TYPE a summary\na{quantile=\"0.5\"} 1\na{quantile=\"0.5\"} 1\n# EOF\n", 3, "a second sample of the series a{" },
        { "# TYPE a summary\na_sum{quantile=\"0.5\"} 1\n# EOF\n", 2, "a_sum must not have the label 'quantile'" },
        { "# TYPE a summary\na_count 1.5\n# EOF\n", 2, "must be an integer and not negative, but is 1.5" },
        { "# TYPE a summary\na_sum -1\n# EOF\n", 2, "neither NaN nor negative, but is -1" },
        { "# TYPE a summary\na_created -Inf\n# EOF\n", 2, "must be a timestamp, but is -Inf" },

        // Infos and state sets
        { "# TYPE a info\na_info 0\n# EOF\n", 2, "an info must be 1, but is 0" },
        { "# TYPE a info\na_info{x=\"1\"} 1\na_info{x=\"1\"} 1\n# EOF\n", 3, "a second sample of the series a_info{" },
        { "# TYPE a stateset\na 1\n# EOF\n", 2, "a state needs the label 'a'" },
        { "# TYPE a stateset\na{b=\"x\"} 1\n# EOF\n", 2, "a state needs the label 'a'" },
        { "# TYPE a stateset\na{a=\"x\"} 0.5\n# EOF\n", 2, "a state must be 0 or 1, but is 0.5" },
        { "# TYPE a stateset\na{a=\"x\"} NaN\n# EOF\n", 2, "a state must be 0 or 1, but is NaN" },
        { "# TYPE a stateset\na{a=\"x\"} 1\na{a=\"x\"} 1\n# EOF\n", 3, "a second sample of the series a{" },

        // Exemplars
        { "a 1 # {x=\"1\"} 1\n# EOF\n", 1, "a of the Unknown 'a' must not have an exemplar" },
        { "# TYPE a gauge\na 1 # {x=\"1\"} 1\n# EOF\n", 2, "a of the Gauge 'a' must not have an exemplar" },
        { "# TYPE a counter\na_total 1\na_created 1 # {x=\"1\"} 1\n# EOF\n", 3, "a_created of the Counter 'a' must not have an exemplar" },
        {
            "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1 # {x=\"1\"} 1\n# EOF\n",
            4, "a_count of the Histogram 'a' must not have an exemplar"
        },
        { "# TYPE a summary\na{quantile=\"0.5\"} 1 # {x=\"1\"} 1\n# EOF\n", 2, "a of the Summary 'a' must not have an exemplar" },
        { "# TYPE a info\na_info 1 # {x=\"1\"} 1\n# EOF\n", 2, "a_info of the Info 'a' must not have an exemplar" },
        { "# TYPE a stateset\na{a=\"x\"} 1 # {x=\"1\"} 1\n# EOF\n", 2, "a of the StateSet 'a' must not have an exemplar" },
        { "# TYPE a counter\na_total 1 # 1\n# EOF\n", 2, "expected labels in braces but found '1'" },
        { "# TYPE a counter\na_total 1 #{} 1\n# EOF\n", 2, "one space after '#'" },
        { "# TYPE a counter\na_total 1  # {} 1\n# EOF\n", 2, "the timestamp is missing" },
        { "# TYPE a counter\na_total 1# {} 1\n# EOF\n", 2, "the value '1#' is not a number" },
        { "# TYPE a counter\na_total 1 # {}\n# EOF\n", 2, "one space before the exemplar's value" },
        { "# TYPE a counter\na_total 1 # {} \n# EOF\n", 2, "the exemplar's value is missing" },
        { "# TYPE a counter\na_total 1 # {} one\n# EOF\n", 2, "the exemplar's value 'one' is not a number" },
        { "# TYPE a counter\na_total 1 # {} 1 \n# EOF\n", 2, "the timestamp is missing" },
        { "# TYPE a counter\na_total 1 # {} 1 NaN\n# EOF\n", 2, "the timestamp 'NaN' is not a number" },
        { "# TYPE a counter\na_total 1 # {} 1 5 \n# EOF\n", 2, "a space at the end of the line" },
        { "# TYPE a counter\na_total 1 # {} 1 # {} 1\n# EOF\n", 2, "unexpected '#' after the exemplar" },
        { "# TYPE a counter\na_total 1 # {} 1 5 # {} 1\n# EOF\n", 2, "unexpected '#' after the exemplar" },
        { "# TYPE a counter\na_total 1 # {x=\"1\",x=\"2\"} 1\n# EOF\n", 2, "a second label 'x'" },
        { "# TYPE a counter\na_total 1 # {_x=\"1\"} 1\n# EOF\n", 2, "the label name '_x' is reserved" },
        { $"# TYPE a counter\na_total 1 # {{x=\"{new string('é', 128)}\"}} 1\n# EOF\n", 2, "have 129 characters, the limit is 128" },
        { $"# TYPE a counter\na_total 1 # {{{new string('n', 64)}=\"\",m=\"{new string('v', 64)}\"}} 1\n# EOF\n", 2, "have 129 characters" },
        { "# TYPE a histogram\na_bucket{le=\"1.0\"} 1 # {} 1.5\na_bucket{le=\"+Inf\"} 1\n# EOF\n", 2, "the exemplar's value 1.5 is outside the bucket 1.0" },
        { "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1 # {} NaN\n# EOF\n", 2, "the exemplar's value NaN is outside the bucket +Inf" },
        { "# TYPE a gaugehistogram\na_bucket{le=\"-1.0\"} 1 # {} 0\na_bucket{le=\"+Inf\"} 1\n# EOF\n", 2, "the exemplar's value 0 is outside the bucket -1.0" },
    };
}
