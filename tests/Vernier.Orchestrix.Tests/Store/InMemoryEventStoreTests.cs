using Vernier.Orchestrix.Store;
using Vernier.Testing;

namespace Vernier.Orchestrix.Tests.Store;

public class InMemoryEventStoreTests : EventStoreContract
{
    protected override IEventStore Store { get; } = new InMemoryEventStore();

    [Fact]
    public void Name_Always_IsMemory() => Store.Name.ShouldBe("memory");

    [Fact]
    public async Task Save_AboveTheLimit_EvictsTheLeastRecentlyWrittenStreams()
    {
        var store = new InMemoryEventStore(maxEvents: 4);
        await SaveAsync(store, "a", 2);
        await SaveAsync(store, "b", 1);
        await SaveAsync(store, "c", 1);
        await store.SaveAsync(Of("b"), [Samples.Shipped("b")], 0);

        (await CountsAsync(store, "a", "b", "c")).ShouldBe([0, 2, 1]);
        store.EvictedStreams.ShouldBe(1);
        await Should.ThrowAsync<ConcurrencyException>(() => store.SaveAsync(Of("a"), [Samples.Shipped("a")], 1));
        await SaveAsync(store, "a", 2);
        (await CountsAsync(store, "a", "b", "c")).ShouldBe([2, 2, 0]);
    }

    [Fact]
    public async Task Save_OneStreamAboveTheLimit_IsKept()
    {
        var store = new InMemoryEventStore(maxEvents: 2);
        await SaveAsync(store, "short", 1);

        await SaveAsync(store, "long", 5);

        (await CountsAsync(store, "short", "long")).ShouldBe([0, 5]);
    }

    [Fact]
    public async Task SaveSnapshot_AboveTheLimit_EvictsTheOldestStreams()
    {
        var store = new InMemoryEventStore(maxEvents: 3);
        await SaveAsync(store, "a", 1);
        await store.SaveSnapshotAsync(new Snapshot(Of("a"), 0, "a"));
        await store.SaveSnapshotAsync(new Snapshot(Of("a"), 0, "again, which is no more than before"));
        await store.SaveSnapshotAsync(new Snapshot(Of("b"), 0, "b"));
        store.EvictedStreams.ShouldBe(0);

        await store.SaveSnapshotAsync(new Snapshot(Of("c"), 0, "c"));

        (await store.LoadSnapshotAsync(Of("a"))).ShouldBeNull();
        (await CountsAsync(store, "a")).ShouldBe([0]);
        (await store.LoadSnapshotAsync(Of("b"))).ShouldNotBeNull();
        (await store.LoadSnapshotAsync(Of("c"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task Save_AboveTheLimit_IsLoggedOnce()
    {
        var log = new RecordingLogger<InMemoryEventStore>();
        var store = new InMemoryEventStore(maxEvents: 1, log);

        foreach (var id in (string[])["a", "b", "c"])
            await SaveAsync(store, id, 1);

        log.Lines.ShouldBe(["Warning: In-memory event store reached its limit of 1 events or 268435456 bytes; evicting the least recently written streams."]);
    }

    [Fact]
    public void New_LimitZero_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => new InMemoryEventStore(0));

    [Fact]
    public async Task Save_AboveTheLimitOfBytes_EvictsTheLeastRecentlyWrittenStreams()
    {
        // Each parcel counts with its overhead and three times its JSON, some 1.5 kB.
        var store = new InMemoryEventStore(maxBytes: 4_000);
        foreach (var id in (string[])["a", "b", "c"])
            await SaveAsync(store, id, 1);

        (await CountsAsync(store, "a", "b", "c")).ShouldBe([0, 1, 1]);
        store.EvictedStreams.ShouldBe(1);
    }

    [Fact]
    public async Task Save_OneStreamAboveTheLimitOfBytes_FailsAndSavesNothing()
    {
        var store = new InMemoryEventStore(maxBytes: 4_000);
        await SaveAsync(store, "a", 1);
        await SaveAsync(store, "b", 1);

        var failure = await Should.ThrowAsync<EventStoreFullException>(() => store.SaveAsync(Of("b"), [Samples.Shipped("b"), Samples.Shipped("b")], 0));
        await Should.ThrowAsync<EventStoreFullException>(() => store.SaveSnapshotAsync(new Snapshot(Of("b"), 0, new string('x', 2_000))));

        failure.Message.ShouldStartWith("The stream parcel/b exceeds the limit of the in-memory event store of 4000 bytes alone");
        (await CountsAsync(store, "a", "b")).ShouldBe([1, 1]);
        (await store.LoadSnapshotAsync(Of("b"))).ShouldBeNull();
    }

    [Fact]
    public async Task SaveSnapshot_Again_CountsTheNewOneOnly()
    {
        var store = new InMemoryEventStore(maxBytes: 30_000);

        for (var version = 0; version < 100; version++)
            await store.SaveSnapshotAsync(new Snapshot(Of("a"), version, new string('x', 10_000)));

        (await store.LoadSnapshotAsync(Of("a"))).ShouldNotBeNull().Version.ShouldBe(99);
    }

    private static StreamId Of(string id) => new("parcel", id);

    private static Task SaveAsync(InMemoryEventStore store, string id, int events) =>
        store.SaveAsync(Of(id), [.. Enumerable.Repeat(Samples.Shipped(id), events)], -1);

    private static async Task<IReadOnlyList<int>> CountsAsync(InMemoryEventStore store, params IEnumerable<string> ids)
    {
        var counts = new List<int>();
        foreach (var id in ids)
            counts.Add((await store.LoadAsync(Of(id))).Count);
        return counts;
    }
}
