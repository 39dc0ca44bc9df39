using System.Text.Json.Nodes;
using Vernier.AiOrchestrator.Secrets;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Secrets;

public sealed class SigningKeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly RecordingLogger<SigningKeys> _log = new();
    private readonly FileSecretStore _store;

    public SigningKeysTests() => _store = new FileSecretStore(_folder.Combine("secrets"), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CurrentAsync_NewInstallation_CreatesAKeyOf64Bytes()
    {
        using var keys = New();
        var key = await keys.CurrentAsync(Cancellation);

        key.Key.Length.ShouldBe(64);
        key.ToString().ShouldBe(key.Id);
        using var restarted = New();
        (await restarted.CurrentAsync(Cancellation)).Id.ShouldBe(key.Id);
        var stored = JsonNode.Parse((await _store.ReadAsync(SigningKeys.SecretName, Cancellation))!.Values["keys"])![0]!["key"]!.GetValue<string>();
        stored.Length.ShouldBe(86);
        stored.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_');
    }

    [Fact]
    public async Task CurrentAsync_HostsStartingTogether_UseTheSameKey()
    {
        SigningKeys[] hosts = [.. Enumerable.Range(0, 8).Select(_ => New(new FileSecretStore(_folder.Combine("secrets"), TimeProvider.System)))];

        var current = await Task.WhenAll(hosts.Select(keys => keys.CurrentAsync(Cancellation)));

        current.Select(key => key.Id).Distinct().Count().ShouldBe(1);
        foreach (var keys in hosts)
            keys.Dispose();
    }

    [Fact]
    public async Task FindAsync_RetiredKey_IsValidForTheLifetimeOfAnAccessToken()
    {
        using var keys = New();
        var first = await keys.CurrentAsync(Cancellation);
        await keys.RotateAsync(Cancellation);

        _time.Advance(TimeSpan.FromMinutes(15));
        (await keys.FindAsync(first.Id, Cancellation))!.Key.ToArray().ShouldBe(first.Key.ToArray());
        _time.Advance(TimeSpan.FromMinutes(2));
        (await keys.FindAsync(first.Id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task RotateAsync_Repeated_RemovesExpiredKeysOnly()
    {
        using var keys = New();
        await keys.CurrentAsync(Cancellation);
        await keys.RotateAsync(Cancellation);
        await keys.RotateAsync(Cancellation);
        (await keys.RefreshAsync(Cancellation)).All.Count.ShouldBe(3);

        _time.Advance(TimeSpan.FromHours(1));
        await keys.RotateAsync(Cancellation);

        (await keys.RefreshAsync(Cancellation)).All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task FindAsync_KeyOfAnotherHost_IsReadAtMostEveryFiveSeconds()
    {
        using var keys = New();
        using var other = New();
        await keys.CurrentAsync(Cancellation);
        await other.CurrentAsync(Cancellation);
        await other.RotateAsync(Cancellation);
        var rotated = await other.CurrentAsync(Cancellation);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        (await keys.FindAsync(rotated.Id, Cancellation)).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        (await keys.FindAsync(rotated.Id, Cancellation)).ShouldNotBeNull();
        (await keys.CurrentAsync(Cancellation)).Id.ShouldBe(rotated.Id);
    }

    [Fact]
    public async Task RefreshAsync_StoreFails_KeepsTheKeysAndLogsOnce()
    {
        using var keys = New();
        var key = await keys.CurrentAsync(Cancellation);
        File.WriteAllText(Path.Combine(_store.Root, "secrets.bin"), "corrupted");

        await keys.RefreshAsync(Cancellation);
        await keys.RefreshAsync(Cancellation);

        (await keys.CurrentAsync(Cancellation)).Id.ShouldBe(key.Id);
        (await keys.FindAsync(key.Id, Cancellation)).ShouldNotBeNull();
        _log.Lines.ShouldHaveSingleItem().ShouldStartWith("Warning: Reading the signing keys failed; the known keys remain in use");
    }

    [Fact]
    public async Task CurrentAsync_StoreNeverAvailable_FailsAsStorage()
    {
        File.WriteAllText(Path.Combine(_store.Root, "secrets.bin"), "corrupted");
        using var keys = New();

        (await Should.ThrowAsync<StorageException>(keys.CurrentAsync(Cancellation))).Message.ShouldStartWith("The signing keys are unavailable. Cannot decrypt");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""[{"id":"a","key":"c2hvcnQ","created":"2026-01-01T00:00:00Z","retired":null}]""")]
    public async Task CurrentAsync_InvalidSecret_FailsWithoutRegenerating(string value)
    {
        await _store.WriteAsync(SigningKeys.SecretName, new Dictionary<string, string> { ["keys"] = value }, 0, Cancellation);
        using var keys = New();

        var exception = await Should.ThrowAsync<SecretException>(keys.LoadAsync(Cancellation));

        exception.Message.ShouldStartWith("The secret jwt-secret in the secret store is invalid.");
        exception.ToString().ShouldNotContain("c2hvcnQ");
        (await _store.ReadAsync(SigningKeys.SecretName, Cancellation))!.Version.ShouldBe(1);
    }

    private SigningKeys New(FileSecretStore? store = null) => new(store ?? _store, TimeSpan.FromMinutes(15), _time, _log);
}
