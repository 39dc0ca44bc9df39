using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Vernier.AiOrchestrator.Configuration.Management;

namespace Vernier.AiOrchestrator.Management;

/// <summary>The links to the exposed endpoints: the response of <c>/actuator</c>. The paths are relative, so that they are right behind any proxy.</summary>
internal sealed record ActuatorLinks([property: JsonPropertyName("_links")] IReadOnlyDictionary<string, ActuatorLink> Links)
{
    public static ActuatorLinks Of(PathString pathBase, ManagementOptions options)
    {
        string root = pathBase.Add(AiOrchestratorEndpoints.Actuator);
        var links = new Dictionary<string, ActuatorLink> { ["self"] = new(root, Templated: false) };
        foreach (var name in (string[])[ManagementExposureOptions.Health, ManagementExposureOptions.Info, ManagementExposureOptions.Metrics, ManagementExposureOptions.Prometheus])
        {
            if (ActuatorExposure.IsExposed(options, name))
                links.Add(name, new($"{root}/{name}", Templated: false));
        }
        if (ActuatorExposure.IsExposed(options, ManagementExposureOptions.Metrics))
            links.Add("metrics-name", new($"{root}/metrics/{{name}}", Templated: true));
        return new(links);
    }
}

/// <summary>A link.</summary>
/// <param name="Href">The path.</param>
/// <param name="Templated">Whether the path contains a placeholder in braces.</param>
internal sealed record ActuatorLink(string Href, bool Templated);
