using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Labels;

/// <summary>The labels of the response times.</summary>
internal readonly record struct DurationLabels(
    [property: Label(MaxValues = LabelLimits.Models, Description = "The model.")] string Model,
    [property: Label(Description = "The route.")] ApiRoute Endpoint,
    [property: Label(MaxValues = LabelLimits.Providers, Description = "The provider's name in the configuration.")] string ServiceType);
