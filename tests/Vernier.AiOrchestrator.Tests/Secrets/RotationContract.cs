using Vernier.AiOrchestrator.Secrets;
using Vernier.Exposition;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AiOrchestrator.Tests.Secrets;

/// <summary>The rotation with each database; inherited by one test class for each.</summary>
public abstract class RotationContract : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RotateDueAsync_TwoHosts_RotateOnce()
    {
        await using var one = await StartAsync("one");
        await using var two = await StartAsync("two");
        _time.Advance(TimeSpan.FromDays(40));

        await Task.WhenAll(one.Rotation.RotateDueAsync(Cancellation), two.Rotation.RotateDueAsync(Cancellation));
        await one.Rotation.RotateDueAsync(Cancellation);
        await two.Rotation.RotateDueAsync(Cancellation);

        (one.Attempts + two.Attempts, one.Failures + two.Failures).ShouldBe((1, 0));
        (await one.Store.ReadAsync(SigningKeys.SecretName, Cancellation))!.Version.ShouldBe(2);
        one.LastRotation().ShouldBe(two.LastRotation());
    }

    [Fact]
    public async Task RotateAsync_HostStoppedDuringARotation_AnotherHostTakesOverAfterTheLease()
    {
        await using var one = await StartAsync("one");
        (await one.Rotations.TryLeaseAsync(SigningKeys.SecretName, "a host that was killed", _time.GetUtcNow(), _time.GetUtcNow().AddMinutes(10), Cancellation)).ShouldBeTrue();
        await Should.ThrowAsync<SecretException>(one.Rotation.RotateAsync(SigningKeys.SecretName, Cancellation));

        _time.Advance(TimeSpan.FromMinutes(10));

        await one.Rotation.RotateAsync(SigningKeys.SecretName, Cancellation);
        one.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_AfterARestart_ContinuesTheTotals()
    {
        var started = _time.GetUtcNow();
        var secret = new ScriptedSecret(started) { Rotate = _ => throw new SecretException(SecretFailure.Invalid, "It fails.") };
        await using (var host = await StartAsync("one", secret))
        {
            await host.Rotation.RotateAsync(SigningKeys.SecretName, Cancellation);
            await Should.ThrowAsync<SecretException>(host.Rotation.RotateAsync(secret.Name, Cancellation));
        }
        var rotated = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromDays(1));

        await using var restarted = await StartAsync("one", secret);

        (restarted.Attempts, restarted.Failures).ShouldBe((2, 1));
        restarted.LastRotation().ShouldBe(Seconds(rotated), 0.001);
        OpenMetricsParser.Parse(restarted.Registry.Text(ExpositionFormat.OpenMetrics, createdSeries: true)).Value("orchestrator_vault_secret_rotation_created").ShouldBe(Seconds(started), 0.001);
    }

    [Fact]
    public async Task LoadAsync_TotalsOfTwoHosts_AreSeparate()
    {
        await using var one = await StartAsync("one");
        await one.Rotation.RotateAsync(SigningKeys.SecretName, Cancellation);

        await using var two = await StartAsync("two");

        (one.Attempts, two.Attempts).ShouldBe((1, 0));
    }

    /// <summary>The PostgreSQL database of the test; null for a SQLite file.</summary>
    protected abstract string? ConnectionString { get; }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private async Task<RotationHost> StartAsync(string instance, params IReadOnlyList<IRotatedSecret> others)
    {
        var host = new RotationHost(_folder, _time, instance, ConnectionString, others);
        await host.StartAsync();
        return host;
    }
}
