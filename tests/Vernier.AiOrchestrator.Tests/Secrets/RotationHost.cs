using Microsoft.Extensions.Logging.Abstractions;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Secrets;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Secrets;

/// <summary>The rotation of one host. The hosts of a test share the secrets and the database.</summary>
internal sealed class RotationHost : IAsyncDisposable
{
    private readonly DataDirectory _directory;
    private readonly Database _database;

    /// <param name="folder">The folder of the secrets, and of the database file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="instance">The name of the host's own folder.</param>
    /// <param name="connectionString">The PostgreSQL database; null for a SQLite file.</param>
    /// <param name="others">Rotated secrets besides the signing keys.</param>
    public RotationHost(TemporaryFolder folder, TimeProvider time, string instance = "host", string? connectionString = null, params IReadOnlyList<IRotatedSecret> others)
    {
        Time = time;
        _directory = new DataDirectory(folder.Combine(instance));
        _database = connectionString is not null ? new PostgresDatabase(connectionString, "tests") : new SqliteDatabase(folder.Combine("orchestrator.db"));
        Store = new FileSecretStore(folder.Combine("secrets"), TimeProvider.System);
        Keys = new SigningKeys(Store, TimeSpan.FromMinutes(15), time, NullLogger<SigningKeys>.Instance);
        Rotations = new RotationStore(_database);
        var metrics = new AiOrchestratorMetrics(Registry);
        var signing = new SigningSecret(Keys, new RotationSchedule(new RotationOptions().Jwt));
        Rotation = new SecretRotation([new RotatedSecrets([signing]), new RotatedSecrets(others)], Rotations, _directory, metrics, time, Log);
    }

    public TimeProvider Time { get; }

    public MetricRegistry Registry { get; } = new();

    public RecordingLogger<SecretRotation> Log { get; } = new();

    public FileSecretStore Store { get; }

    public SigningKeys Keys { get; }

    public RotationStore Rotations { get; }

    public SecretRotation Rotation { get; }

    public double Attempts => Registry.Scrape().Value("orchestrator_vault_secret_rotation_total");

    public double Failures => Registry.Scrape().Value("orchestrator_vault_secret_rotation_failure_total");

    public double LastRotation(string secret = SigningKeys.SecretName) => Registry.Scrape().Value("orchestrator_vault_secret_last_rotation_timestamp", ("secret", secret));

    public SecretRotationService NewService() => new(Rotation, Keys, Time, NullLogger<SecretRotationService>.Instance);

    public async Task StartAsync()
    {
        await _database.CreateTablesAsync([RotationStore.Tables], TestContext.Current.CancellationToken);
        await new SecretStartup(new SecretSet(Store, Rotations, isShared: false), Rotation).StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Makes the database reject or accept the totals.</summary>
    public Task RenameTotalsAsync(string from, string to) =>
        _database.WriteAsync(session => session.ExecuteAsync($"ALTER TABLE {from} RENAME TO {to}"), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Keys.Dispose();
        await _database.DisposeAsync();
        _directory.Dispose();
    }
}
