using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Labels;

/// <summary>The labels of the request counter.</summary>
internal readonly record struct RequestLabels(
    [property: Label(Description = "The HTTP method.")] RequestMethod Method,
    [property: Label(Description = "The route.")] ApiRoute Endpoint,
    [property: Label(MaxValues = LabelLimits.Models, Description = "The model, when the configuration names it or the provider accepted it; otherwise unknown.")] string Model,
    [property: Label(MaxValues = LabelLimits.Statuses, Description = "The provider's HTTP status, or error for a request that failed.")] string Status,
    [property: Label(MaxValues = LabelLimits.Providers, Description = "The provider's name in the configuration.")] string ServiceType);
