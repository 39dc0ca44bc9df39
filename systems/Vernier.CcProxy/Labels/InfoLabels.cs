namespace Vernier.CcProxy.Labels;

/// <summary>The facts about the running proxy.</summary>
internal readonly record struct InfoLabels(
    [property: Label(Description = "The version of the proxy.")] string Version,
    [property: Label(Description = "Always true where there are metrics.")] bool MetricsEnabled);
