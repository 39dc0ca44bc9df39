using Vernier.AiOrchestrator.Secrets;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Secrets;

public sealed class SecretRotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LoadAsync_NewInstallation_CountsFromItsCreation()
    {
        await using var host = await StartAsync();

        host.Attempts.ShouldBe(0);
        host.LastRotation().ShouldBe(Seconds(_time.GetUtcNow()), 0.001);
        (await host.Rotation.ReadAsync(Cancellation)).Single().ShouldBe(
            new RotationResult(SigningKeys.SecretName, Milliseconds(_time.GetUtcNow()), new DateTimeOffset(2026, 2, 1, 2, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task RotateDueAsync_BeforeAndAfterTheScheduledTime_RotatesOnce()
    {
        await using var host = await StartAsync();
        var first = await host.Keys.CurrentAsync(Cancellation);
        AdvanceTo(new DateTimeOffset(2026, 2, 1, 1, 59, 59, TimeSpan.Zero));
        await host.Rotation.RotateDueAsync(Cancellation);
        host.Attempts.ShouldBe(0);

        AdvanceTo(new DateTimeOffset(2026, 2, 1, 2, 0, 0, TimeSpan.Zero));
        await host.Rotation.RotateDueAsync(Cancellation);
        await host.Rotation.RotateDueAsync(Cancellation);

        (host.Attempts, host.Failures).ShouldBe((1, 0));
        host.LastRotation().ShouldBe(Seconds(_time.GetUtcNow()));
        (await host.Keys.CurrentAsync(Cancellation)).Id.ShouldNotBe(first.Id);
        (await host.Keys.FindAsync(first.Id, Cancellation))!.Retired.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public async Task Service_MissedRotation_RunsAtStartAndThenBySchedule()
    {
        await (await StartAsync()).DisposeAsync();
        _time.Advance(TimeSpan.FromDays(100));

        await using var host = await StartAsync();
        using var service = host.NewService();
        await service.StartAsync(Cancellation);
        await Waiting.UntilAsync(() => host.Attempts == 1, "the missed rotation");
        host.LastRotation().ShouldBe(Seconds(_time.GetUtcNow()), 0.001);
        var next = (await host.Rotation.ReadAsync(Cancellation)).Single().Next!.Value;
        while (_time.GetUtcNow() + TimeSpan.FromHours(6) < next)
            _time.Advance(TimeSpan.FromHours(6));
        host.Attempts.ShouldBe(1);

        await AdvanceUntilAsync(() => host.Attempts == 2);

        _time.GetUtcNow().ShouldBeGreaterThanOrEqualTo(next);
        await service.StopAsync(Cancellation);
    }

    [Fact]
    public async Task RotateAsync_Concurrently_RejectsTheSecond()
    {
        var release = new TaskCompletionSource<DateTimeOffset>();
        var secret = new ScriptedSecret(_time.GetUtcNow()) { Rotate = _ => release.Task };
        await using var host = await StartAsync("one", secret);
        var first = host.Rotation.RotateAsync(secret.Name, Cancellation);
        await Waiting.UntilAsync(() => secret.Rotations == 1, "the start of the rotation");

        var exception = await Should.ThrowAsync<SecretException>(host.Rotation.RotateAsync(secret.Name, Cancellation));
        exception.Failure.ShouldBe(SecretFailure.Conflict);
        release.SetResult(_time.GetUtcNow());

        (await first).Next.ShouldBeNull();
        (secret.Rotations, host.Attempts, host.Failures).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task RotateDueAsync_Failure_IsCountedAndRepeatedAfterFifteenMinutes()
    {
        var secret = new ScriptedSecret(_time.GetUtcNow(), "0 0 2 1 * ?") { Rotate = _ => throw new SecretException(SecretFailure.Unavailable, "The provider is down.") };
        await using var host = await StartAsync("one", secret);
        await host.Rotation.RotateAsync(SigningKeys.SecretName, Cancellation);
        AdvanceTo(new DateTimeOffset(2026, 2, 1, 2, 0, 0, TimeSpan.Zero));

        await host.Rotation.RotateDueAsync(Cancellation);
        await host.Rotation.RotateDueAsync(Cancellation);
        (secret.Rotations, host.Failures).ShouldBe((1, 1));
        host.Log.Lines.ShouldContain("Error: Rotation of the secret scripted failed: The provider is down.");

        secret.Rotate = _ => Task.FromResult(_time.GetUtcNow());
        _time.Advance(SecretRotation.RetryInterval);
        await host.Rotation.RotateDueAsync(Cancellation);

        (secret.Rotations, host.Attempts, host.Failures).ShouldBe((2, 4, 1));
        (await host.Rotation.ReadAsync(Cancellation)).Single(result => result.Secret == "scripted").Next.ShouldBe(new DateTimeOffset(2026, 3, 1, 2, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task RotateAsync_TooSlow_FailsAfterThreeMinutes()
    {
        var secret = new ScriptedSecret(_time.GetUtcNow())
        {
            Rotate = async stop =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop);
                return default;
            },
        };
        await using var host = await StartAsync("one", secret);
        var rotation = host.Rotation.RotateAsync(secret.Name, Cancellation);
        await Waiting.UntilAsync(() => secret.Rotations == 1, "the start of the rotation");

        _time.Advance(TimeSpan.FromMinutes(3));

        (await Should.ThrowAsync<SecretException>(rotation)).Message.ShouldContain("did not finish within 3 minutes");
        host.Failures.ShouldBe(1);
    }

    [Fact]
    public async Task RotateDueAsync_RotatedButNotStoredInTheDatabase_DoesNotRotateAgain()
    {
        await using var host = await StartAsync();
        _time.Advance(TimeSpan.FromDays(40));
        await host.Keys.RotateAsync(Cancellation);

        await host.Rotation.RotateDueAsync(Cancellation);

        (await host.Store.ReadAsync(SigningKeys.SecretName, Cancellation))!.Version.ShouldBe(2);
        host.Attempts.ShouldBe(0);
        host.LastRotation().ShouldBe(Seconds(_time.GetUtcNow()), 0.001);
    }

    [Fact]
    public async Task RotateAsync_UnknownName_Throws()
    {
        await using var host = await StartAsync();

        await Should.ThrowAsync<KeyNotFoundException>(host.Rotation.RotateAsync("unknown", Cancellation));
        host.Rotation.Names.ShouldBe([SigningKeys.SecretName]);
    }

    [Fact]
    public async Task StartAsync_SecretsThatCannotBeDecrypted_StopTheStart()
    {
        await (await StartAsync()).DisposeAsync();
        var file = Path.Combine(_folder.Combine("secrets"), "secrets.bin");
        var before = await File.ReadAllBytesAsync(file, Cancellation);
        Directory.Delete(Path.Combine(_folder.Combine("secrets"), "keys"), recursive: true);

        (await Should.ThrowAsync<SecretException>(StartAsync())).Message.ShouldStartWith("Cannot decrypt the secrets file");
        (await File.ReadAllBytesAsync(file, Cancellation)).ShouldBe(before);
    }

    [Fact]
    public async Task RotateAsync_DatabaseFailsAfterTheRotation_IsCountedLater()
    {
        RotationHost? host = null;
        var secret = new ScriptedSecret(_time.GetUtcNow());
        await using var owned = host = await StartAsync("one", secret);
        secret.Rotate = async _ =>
        {
            await host.RenameTotalsAsync("orchestrator_rotation_totals", "totals_away");
            return _time.GetUtcNow();
        };
        await Should.ThrowAsync<StorageException>(host.Rotation.RotateAsync(secret.Name, Cancellation));
        host.Attempts.ShouldBe(0);
        await host.RenameTotalsAsync("totals_away", "orchestrator_rotation_totals");

        await host.Rotation.RotateDueAsync(Cancellation);
        await host.Rotation.RotateDueAsync(Cancellation);

        (secret.Rotations, host.Attempts, host.Failures).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task RotateAsync_DatabaseUnavailable_ThrowsAndDoesNotCount()
    {
        await using var host = new RotationHost(_folder, _time);

        await Should.ThrowAsync<StorageException>(host.Rotation.RotateAsync(SigningKeys.SecretName, Cancellation));
        host.Attempts.ShouldBe(0);
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private static DateTimeOffset Milliseconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private void AdvanceTo(DateTimeOffset time) => _time.Advance(time - _time.GetUtcNow());

    /// <summary>Advances the clock by each timer of the code under test.</summary>
    private Task AdvanceUntilAsync(Func<bool> condition) => Waiting.UntilAsync(() =>
    {
        if (condition())
            return true;
        _time.Advance(TimeSpan.FromMinutes(30));
        return false;
    }, "the condition after a timer");

    private async Task<RotationHost> StartAsync(string instance = "host", params IReadOnlyList<IRotatedSecret> others)
    {
        var host = new RotationHost(_folder, _time, instance, null, others);
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}
