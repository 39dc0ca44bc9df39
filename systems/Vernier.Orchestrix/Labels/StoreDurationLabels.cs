namespace Vernier.Orchestrix.Labels;

/// <summary>The label of the store's durations.</summary>
internal readonly record struct StoreDurationLabels(
    [property: Label(Description = "Whether events or snapshots were saved or loaded.")] StoreOperation Operation);
