using Vernier.AiOrchestrator.Secrets;

namespace Vernier.AiOrchestrator.Tests.Secrets;

/// <summary>What all secret stores have in common.</summary>
public abstract class SecretStoreContract : IAsyncLifetime
{
    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The store, and another one for the same secrets.</summary>
    private protected abstract (ISecretStore First, ISecretStore Second) Stores { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task ReadAsync_UnknownSecret_ReturnsNull() => (await Stores.First.ReadAsync("unknown", Cancellation)).ShouldBeNull();

    [Fact]
    public async Task WriteAsync_NewSecret_BothStoresReadIt()
    {
        var written = await Stores.First.WriteAsync("one", Values("ä\"\\\n"), 0, Cancellation);

        written.Version.ShouldBe(1);
        foreach (var store in new[] { Stores.First, Stores.Second })
        {
            var read = await store.ReadAsync("one", Cancellation);
            read!.Version.ShouldBe(1);
            read.Values.ShouldBe(Values("ä\"\\\n"));
        }
    }

    [Fact]
    public async Task WriteAsync_ChangedByAnotherStore_ReadsTheChange()
    {
        var first = await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);
        await Stores.Second.WriteAsync("one", Values("2"), first.Version, Cancellation);

        (await Stores.First.ReadAsync("one", Cancellation))!.Values["value"].ShouldBe("2");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task WriteAsync_OtherVersion_IsConflictAndKeepsTheValue(long expected)
    {
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);

        var exception = await Should.ThrowAsync<SecretException>(Stores.Second.WriteAsync("one", Values("hidden-value"), expected, Cancellation));

        exception.Failure.ShouldBe(SecretFailure.Conflict);
        exception.Message.ShouldContain($"version 1 instead of {expected}");
        exception.ToString().ShouldNotContain("hidden-value");
        (await Stores.First.ReadAsync("one", Cancellation))!.Values["value"].ShouldBe("1");
    }

    [Fact]
    public async Task WriteAsync_TwoStoresConcurrently_LosesNoWrite()
    {
        const int writesPerStore = 20;
        await Task.WhenAll(IncrementAsync(Stores.First, writesPerStore), IncrementAsync(Stores.Second, writesPerStore), WriteOthersAsync(Stores.Second, writesPerStore));

        (await Stores.First.ReadAsync("counter", Cancellation))!.Values["value"].ShouldBe($"{2 * writesPerStore}");
        for (var i = 0; i < writesPerStore; i++)
            (await Stores.First.ReadAsync($"other-{i}", Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public void ToString_Secret_HasNoValues() => new Secret("one", Values("hidden-value"), 3).ToString().ShouldBe("one, version 3");

    private protected static Dictionary<string, string> Values(string value) => new() { ["value"] = value };

    private static async Task IncrementAsync(ISecretStore store, int count)
    {
        while (count > 0)
        {
            var secret = await store.ReadAsync("counter", Cancellation);
            var value = int.Parse(secret?.Values["value"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            try
            {
                await store.WriteAsync("counter", Values($"{value + 1}"), secret?.Version ?? 0, Cancellation);
                count--;
            }
            catch (SecretException exception) when (exception.Failure == SecretFailure.Conflict)
            {
                // Repeated with the new version.
            }
        }
    }

    private static async Task WriteOthersAsync(ISecretStore store, int count)
    {
        for (var i = 0; i < count; i++)
            await store.WriteAsync($"other-{i}", Values("x"), 0, Cancellation);
    }
}
