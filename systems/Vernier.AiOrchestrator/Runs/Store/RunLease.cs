namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>The right to execute a run. It ends when the run is taken again, which increases the number.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Number">The number of the lease.</param>
internal sealed record RunLease(string RunId, long Number);

/// <summary>The lease has been taken by another host, or the run was deleted: what the worker wanted to write is not stored.</summary>
internal sealed class LeaseLostException(RunLease lease) : Exception($"Lease {lease.Number} of run {lease.RunId} is no longer valid.");
