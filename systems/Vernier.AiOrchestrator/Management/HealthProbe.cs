using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Management;

/// <summary>
/// Checks what the orchestrator cannot work without: that its database stores something, which it does not on a full disk. Models are not included,
/// because a restart, which a failed check causes in many installations, would not help them. Thread-safe.
/// </summary>
internal sealed class HealthProbe(Database database, TimeProvider time) : IDisposable
{
    public static readonly TableScript Table = new("CREATE TABLE IF NOT EXISTS orchestrator_health (id bigint PRIMARY KEY, checked_at bigint NOT NULL);");

    /// <summary>How long a result is valid. More requests cause no more writes.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private (HealthStatus Status, long Timestamp)? _last;

    public async Task<HealthReport> CheckAsync(CancellationToken cancellation)
    {
        var status = await ReadStatusAsync(cancellation).ConfigureAwait(false);
        return new(status, new Dictionary<string, ComponentHealth> { ["db"] = new(status, new Dictionary<string, string> { ["database"] = database.Name }) });
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Returns the last result, or a new one if it is too old. Concurrent requests share it.</summary>
    private async Task<HealthStatus> ReadStatusAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_last is { } last && time.GetElapsedTime(last.Timestamp) < Interval)
                return last.Status;
            var status = await IsWritableAsync(cancellation).ConfigureAwait(false) ? HealthStatus.Up : HealthStatus.Down;
            _last = (status, time.GetTimestamp());
            return status;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> IsWritableAsync(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await database.WriteAsync(
                session => session.ExecuteAsync(
                    "INSERT INTO orchestrator_health (id, checked_at) VALUES (1, @Now) ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at",
                    new { Now = time.GetUtcNow().ToUnixTimeMilliseconds() }),
                either.Token).ConfigureAwait(false);
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
