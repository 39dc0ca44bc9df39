using Vernier.Services.Storage;

namespace Vernier.Services.Tests.Storage;

public class StorageAvailabilityTests
{
    private readonly StorageAvailability _availability = new();
    private readonly List<string> _reports = [];

    [Fact]
    public async Task TryAsync_RepeatedFailures_ReportsEachChangeOnce()
    {
        await TryAsync(null);
        await TryAsync("The disk is full.");
        await TryAsync("The database is locked.");
        await TryAsync(null);
        await TryAsync(null);
        await TryAsync("The disk is full again.");

        _reports.ShouldBe(["The disk is full.", "available", "The disk is full again."]);
    }

    [Fact]
    public async Task TryAsync_OtherException_IsThrown()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => _availability.TryAsync(_ => throw new InvalidOperationException(), Available, _reports.Add, CancellationToken.None));

        _reports.ShouldBeEmpty();
    }

    private Task TryAsync(string? failure) => _availability.TryAsync(
        _ => failure is null ? Task.CompletedTask : Task.FromException(new StorageException(failure)), Available, _reports.Add, TestContext.Current.CancellationToken);

    private void Available() => _reports.Add("available");
}
