using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration.Management;

/// <summary>The section <c>management: endpoints: web: exposure</c>.</summary>
[SnakeCaseKeys]
public sealed class ManagementExposureOptions : IValidatableObject
{
    internal const string Health = "health";
    internal const string Info = "info";
    internal const string Metrics = "metrics";
    internal const string Prometheus = "prometheus";

    private static readonly string[] Known = [Health, Info, Metrics, Prometheus];

    /// <summary>
    /// Gets or sets the endpoints below <c>/actuator</c>: health, info, metrics and prometheus, as a list or as one text with commas. The others respond
    /// with 404. Default: all four.
    /// </summary>
    public IReadOnlyList<string> Include { get; set; } = Known;

    /// <summary>Returns whether an endpoint is exposed.</summary>
    internal bool Includes(string endpoint) => Names.Contains(endpoint);

    private IEnumerable<string> Names => Include.SelectMany(entry => entry.Split(',', StringSplitOptions.TrimEntries));

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) =>
        Names.Except(Known).Select(name => new RuleViolation($"must consist of {string.Join(", ", Known)}", nameof(Include)) { Value = name });
}
