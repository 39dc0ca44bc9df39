namespace Vernier.CcProxy.Labels;

/// <summary>The labels of the cost counter.</summary>
internal readonly record struct CostLabels(
    [property: Label(MaxValues = LabelLimits.Models, Description = "The model.")] string Model,
    [property: Label(Description = "The kind of tokens that were paid for; the sum over all kinds is the whole.")] TokenKind CostType,
    [property: Label(MaxValues = LabelLimits.Providers, Description = "The provider's name in the configuration.")] string ServiceType);
