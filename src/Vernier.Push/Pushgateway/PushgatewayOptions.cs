using System.ComponentModel.DataAnnotations;
using Vernier.Push.Loop;

namespace Vernier.Push.Pushgateway;

/// <summary>Where, when and under which grouping key the metrics are pushed to a Pushgateway, or to VictoriaMetrics. Checked at start, and read once.</summary>
/// <remarks>
/// <see cref="PushOptions.Url"/> is the Pushgateway's own URL, e.g. <c>http://localhost:9091</c>, with the path under which a proxy may have put it, but
/// without <c>/metrics/job/…</c>. When its path ends in <c>/api/v1/import/prometheus</c> or <c>/api/v1/write</c>, the metrics are imported into
/// VictoriaMetrics; see <see cref="PushgatewayClient"/>.
/// </remarks>
public sealed class PushgatewayOptions : PushOptions
{
    /// <summary>The job in the grouping key; not empty. It has no default.</summary>
    public string Job { get; set; } = "";

    /// <summary>
    /// The instance in the grouping key, so that several processes of one job do not replace each other's metrics. Default: the machine's name. Null leaves it out.
    /// </summary>
    public string? Instance { get; set; } = Environment.MachineName;

    /// <summary>
    /// Further labels of the grouping key: names as Prometheus allows them, other than <c>job</c> and <c>instance</c>, with any values, also empty ones. None by default.
    /// </summary>
    public IDictionary<string, string> GroupingKey { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether metrics of other names that are in the group are kept (POST). By default they are not: the group is replaced by what is pushed (PUT).
    /// </summary>
    public bool Merge { get; set; }

    /// <summary>Whether pushes are compressed by gzip. False by default; a Pushgateway reads it from version 1.5 on, VictoriaMetrics always.</summary>
    public bool Compress { get; set; }

    private protected override IEnumerable<ValidationResult> ValidateOwn()
    {
        if (string.IsNullOrEmpty(Job))
            yield return Mistake("is not set; it must not be empty.", nameof(Job));
        if (Url is { IsAbsoluteUri: true } url && url.AbsolutePath.Contains("/metrics/job", StringComparison.Ordinal))
            yield return Mistake($"must end before /metrics/job; set {nameof(Job)}, {nameof(Instance)} and {nameof(GroupingKey)} instead.", nameof(Url));
        foreach (var name in GroupingKey.Keys.Where(name => !IsAllowed(name)))
            yield return Mistake($"has the label '{name}'; it must have letters, digits and _ only, begin with none of the digits nor with __, and not be job or instance.", nameof(GroupingKey));
    }

    private static bool IsAllowed(string name) =>
        MetricNames.IsLabelName(name) && name is not ("job" or "instance") && !name.StartsWith("__", StringComparison.Ordinal);
}
