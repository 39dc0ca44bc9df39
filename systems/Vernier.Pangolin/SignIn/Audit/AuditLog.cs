using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Audit;

/// <summary>The log of access decisions in the database. Thread-safe.</summary>
internal sealed class AuditLog
{
    /// <summary>Adds a decision, which is written with others soon.</summary>
    public void Record(AuditEntry entry) => throw new NotImplementedException($"{entry}");

    /// <summary>Returns the last entries, latest first.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<IReadOnlyList<AuditEntry>> RecentAsync(int limit, CancellationToken cancellation) => throw new NotImplementedException($"{limit} {cancellation}");
}
