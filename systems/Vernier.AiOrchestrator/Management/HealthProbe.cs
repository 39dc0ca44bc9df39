using Vernier.AiOrchestrator.Storage;

namespace Vernier.AiOrchestrator.Management;

/// <summary>
/// Checks what the orchestrator cannot work without: its database. Models are not included, because a restart, which a failed check causes in many
/// installations, would not help them. Thread-safe.
/// </summary>
internal sealed class HealthProbe(Database database, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task<HealthReport> CheckAsync(CancellationToken cancellation)
    {
        var status = await IsAvailableAsync(cancellation).ConfigureAwait(false) ? HealthStatus.Up : HealthStatus.Down;
        return new(status, new Dictionary<string, ComponentHealth> { ["db"] = new(status, new Dictionary<string, string> { ["database"] = database.Name }) });
    }

    private async Task<bool> IsAvailableAsync(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await database.ReadAsync(session => session.FirstOrDefaultAsync<long>("SELECT 1"), either.Token).ConfigureAwait(false);
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}

/// <summary>Whether a component works.</summary>
internal enum HealthStatus
{
    Up,
    Down,
}

/// <summary>The response of <c>/actuator/health</c>. It contains no messages of errors, because it is public.</summary>
internal sealed record HealthReport(HealthStatus Status, IReadOnlyDictionary<string, ComponentHealth> Components);

/// <summary>The health of a component.</summary>
internal sealed record ComponentHealth(HealthStatus Status, IReadOnlyDictionary<string, string> Details);
