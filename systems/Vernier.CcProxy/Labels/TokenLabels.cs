namespace Vernier.CcProxy.Labels;

/// <summary>The labels of the token counter.</summary>
internal readonly record struct TokenLabels(
    [property: Label(Description = "The kind of tokens; each token is of one kind.")] TokenKind Type,
    [property: Label(MaxValues = LabelLimits.Models, Description = "The model.")] string Model,
    [property: Label(MaxValues = LabelLimits.Providers, Description = "The provider's name in the configuration.")] string ServiceType);
