using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Labels;

/// <summary>The labels of the error counter.</summary>
internal readonly record struct ErrorLabels(
    [property: Label(Description = "What went wrong; the provider's faults begin with provider_.")] ErrorKind ErrorType,
    [property: Label(Description = "The route.")] ApiRoute Endpoint,
    [property: Label(MaxValues = LabelLimits.Models, Description = "The model.")] string Model,
    [property: Label(MaxValues = LabelLimits.Providers, Description = "The provider's name in the configuration.")] string ServiceType);
