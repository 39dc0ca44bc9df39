using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration.Management;

/// <summary>The section <c>management: metrics</c>.</summary>
[SnakeCaseKeys]
public sealed partial class ManagementMetricsOptions : IValidatableObject
{
    private const string Application = "application";
    private const string DefaultApplication = "ai-orchestrator";

    /// <summary>Gets or sets the exporters.</summary>
    public ManagementExportOptions Export { get; set; } = new();

    /// <summary>
    /// Gets the constant labels of all series, by name: letters, digits and underscores, not beginning with a digit or two underscores, and not a label of a
    /// metric. Default: <c>application: ai-orchestrator</c>.
    /// </summary>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string> { [Application] = DefaultApplication };

    internal string ApplicationName => Tags.TryGetValue(Application, out var name) ? name : DefaultApplication;

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        HashSet<string> taken = ["le", "quantile", .. AiOrchestratorCatalog.Catalog.Metrics.SelectMany(metric => metric.Labels).Select(label => label.Name)];
        foreach (var name in Tags.Keys)
        {
            if (!LabelName().IsMatch(name))
                yield return new RuleViolation("is not a valid label name; allowed are letters, digits and _, not beginning with a digit or __", nameof(Tags), name);
            else if (taken.Contains(name))
                yield return new RuleViolation("is the name of a label that metrics have; choose another name", nameof(Tags), name);
        }
    }

    [GeneratedRegex(@"^(?!__)[a-zA-Z_][a-zA-Z0-9_]*\z")]
    private static partial Regex LabelName();
}
