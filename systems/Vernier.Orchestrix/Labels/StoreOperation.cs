namespace Vernier.Orchestrix.Labels;

/// <summary>What is done with an event store.</summary>
internal enum StoreOperation
{
    Save,
    Load,
}
