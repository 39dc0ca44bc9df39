using System.ComponentModel.DataAnnotations;
using Vernier.Push.Loop;

namespace Vernier.Push.Pushgateway;

/// <summary>The options of pushes to a Pushgateway or to VictoriaMetrics. Validated and read once, at startup.</summary>
/// <remarks>
/// <see cref="PushOptions.Url"/> is the base URL of the Pushgateway, for example <c>http://localhost:9091</c>, without <c>/metrics/job/…</c>. If its
/// path ends in <c>/api/v1/import/prometheus</c> or <c>/api/v1/write</c>, the target is VictoriaMetrics; see <see cref="PushgatewayClient"/>.
/// </remarks>
public sealed class PushgatewayOptions : PushOptions
{
    /// <summary>The job of the grouping key. Required.</summary>
    public string Job { get; set; } = "";

    /// <summary>
    /// The instance of the grouping key, so that processes of the same job do not replace each other's metrics; null omits it. Default: the machine name.
    /// </summary>
    public string? Instance { get; set; } = Environment.MachineName;

    /// <summary>
    /// Further labels of the grouping key: valid label names other than <c>job</c> and <c>instance</c>, with any values. Default: empty.
    /// </summary>
    public IDictionary<string, string> GroupingKey { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether metrics of the group with other names are kept (POST) instead of replacing the whole group (PUT). Default: false.
    /// </summary>
    public bool Merge { get; set; }

    /// <summary>Whether pushes are compressed with gzip. Requires VictoriaMetrics, or a Pushgateway of version 1.5 or later. Default: false.</summary>
    public bool Compress { get; set; }

    private protected override IEnumerable<ValidationResult> ValidateOwn()
    {
        if (string.IsNullOrEmpty(Job))
            yield return Failure("a value is required.", nameof(Job));
        if (Url is { IsAbsoluteUri: true } url && url.AbsolutePath.Contains("/metrics/job", StringComparison.Ordinal))
            yield return Failure($"must not include /metrics/job; set {nameof(Job)}, {nameof(Instance)} and {nameof(GroupingKey)} instead.", nameof(Url));
        foreach (var name in GroupingKey.Keys.Where(name => !IsAllowed(name)))
            yield return Failure($"invalid label name '{name}'; must consist of letters, digits and _, not start with a digit or __, and not be job or instance.", nameof(GroupingKey));
    }

    private static bool IsAllowed(string name) =>
        MetricNames.IsLabelName(name) && name is not ("job" or "instance") && !name.StartsWith("__", StringComparison.Ordinal);
}
