namespace Vernier.Orchestrix.Labels;

/// <summary>The labels of the store's operation counter.</summary>
internal readonly record struct StoreOperationLabels(
    [property: Label(Description = "Whether events or snapshots were saved or loaded.")] StoreOperation Operation,
    [property: Label(MaxValues = 20, Description = "The kind of store.")] string Store);
