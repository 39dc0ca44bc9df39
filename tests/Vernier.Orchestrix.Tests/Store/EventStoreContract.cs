using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix.Tests.Store;

/// <summary>What every event store must do; inherited by one test class for each. The store may contain the streams of earlier tests.</summary>
public abstract class EventStoreContract
{
    private readonly StreamId _stream = new("parcel", Guid.NewGuid().ToString());

    protected abstract IEventStore Store { get; }

    /// <summary>The event classes of these tests, for stores that need to know them.</summary>
    protected static EventTypes Types { get; } = new EventTypes().Add<ParcelShipped>().Add<ParcelLost>();

    [Fact]
    public async Task Load_UnknownStream_IsEmpty() => (await Store.LoadAsync(_stream)).ShouldBeEmpty();

    [Fact]
    public async Task Save_NewStream_IsReadBackUnchanged()
    {
        ParcelShipped shipped = new("P-1 \"ü\" \u0001 \0 😀 {}", 12.340m)
        {
            Timestamp = Samples.Noon.AddTicks(1234567),
            Subject = "P-1",
            DataSchema = "https://example.org/schema",
            CorrelationId = "talk",
            CausationId = "cause",
            Source = "elsewhere",
        };

        await Store.SaveAsync(_stream, [shipped], expectedVersion: -1);

        var stored = (await Store.LoadAsync(_stream)).ShouldHaveSingleItem();
        stored.Version.ShouldBe(0);
        stored.Event.ShouldBe(shipped);
    }

    [Fact]
    public async Task Save_SeveralEventsAndSaves_KeepsTheirOrder()
    {
        await Store.SaveAsync(_stream, [Samples.Shipped("a"), Lost("b")], -1);
        await Store.SaveAsync(_stream, [Samples.Shipped("c")], 1);

        var stored = await Store.LoadAsync(_stream);

        stored.Select(s => s.Version).ShouldBe([0, 1, 2]);
        stored.Select(s => s.Event.Type).ShouldBe(["ParcelShipped", "ParcelLost", "ParcelShipped"]);
        ((ParcelLost)stored[1].Event).Parcel.ShouldBe("b");
    }

    [Theory]
    [InlineData(0, "0,1,2")]
    [InlineData(2, "2")]
    [InlineData(3, "")]
    [InlineData(long.MaxValue, "")]
    public async Task Load_FromVersion_GivesThatOneAndTheLaterOnes(long from, string versions)
    {
        await Store.SaveAsync(_stream, [Lost("a"), Lost("b"), Lost("c")], -1);

        string.Join(',', (await Store.LoadAsync(_stream, from)).Select(s => s.Version)).ShouldBe(versions);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public async Task Save_OtherVersionThanExpected_ThrowsAndSavesNothing(long expected)
    {
        await Store.SaveAsync(_stream, [Lost("a"), Lost("b")], -1);

        var exception =
            await Should.ThrowAsync<ConcurrencyException>(() => Store.SaveAsync(_stream, [Lost("c"), Lost("d")], expected));

        exception.Stream.ShouldBe(_stream);
        exception.ExpectedVersion.ShouldBe(expected);
        (await Store.LoadAsync(_stream)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Save_UnknownStreamWithVersion_Throws()
    {
        await Should.ThrowAsync<ConcurrencyException>(() => Store.SaveAsync(_stream, [Lost("a")], 0));

        (await Store.LoadAsync(_stream)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Save_ConcurrentlyToOneStream_OneSucceeds()
    {
        await Store.SaveAsync(_stream, [Lost("a")], -1);

        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            try
            {
                await Store.SaveAsync(_stream, [Lost($"{i}"), Lost($"{i}")], 0);
                return true;
            }
            catch (ConcurrencyException)
            {
                return false;
            }
        })));

        won.Count(w => w).ShouldBe(1);
        var stored = await Store.LoadAsync(_stream);
        stored.Select(s => s.Version).ShouldBe([0, 1, 2]);
        ((ParcelLost)stored[1].Event).Parcel.ShouldBe(((ParcelLost)stored[2].Event).Parcel);
    }

    [Fact]
    public async Task Save_SameIdInOtherAggregateType_IsAnotherStream()
    {
        await Store.SaveAsync(_stream, [Lost("a")], -1);

        await Store.SaveAsync(new StreamId("pallet", _stream.Id), [Lost("b"), Lost("c")], -1);

        (await Store.LoadAsync(_stream)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Save_CallerChangesItsArrayLater_HasNoEffect()
    {
        Event[] events = [Lost("a")];
        await Store.SaveAsync(_stream, events, -1);

        events[0] = Lost("b");

        ((ParcelLost)(await Store.LoadAsync(_stream))[0].Event).Parcel.ShouldBe("a");
    }

    [Fact]
    public async Task LoadedList_LaterSave_IsUnchanged()
    {
        await Store.SaveAsync(_stream, [Lost("a")], -1);
        var before = await Store.LoadAsync(_stream);

        await Store.SaveAsync(_stream, [Lost("b")], 0);

        before.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Save_InvalidArguments_Throws()
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.SaveAsync(_stream, [], -1));
        await Should.ThrowAsync<ArgumentException>(() => Store.SaveAsync(_stream, [null!], -1));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.SaveAsync(_stream, [Lost("a")], -2));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.LoadAsync(_stream, -1));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.SaveSnapshotAsync(new Snapshot(_stream, -1, "")));
        await Should.ThrowAsync<ArgumentException>(() => Store.SaveSnapshotAsync(new Snapshot(_stream, 0, "\0")));
    }

    [Fact]
    public async Task Save_Canceled_SavesNothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Store.SaveAsync(_stream, [Lost("a")], -1, new CancellationToken(canceled: true)));

        (await Store.LoadAsync(_stream)).ShouldBeEmpty();
    }

    [Fact]
    public async Task LoadSnapshot_None_IsNull() => (await Store.LoadSnapshotAsync(_stream)).ShouldBeNull();

    [Fact]
    public async Task SaveSnapshot_HigherVersion_ReplacesTheEarlierOne()
    {
        await Store.SaveSnapshotAsync(new Snapshot(_stream, 3, "three"));
        await Store.SaveSnapshotAsync(new Snapshot(_stream, 7, "seven ü 😀"));

        (await Store.LoadSnapshotAsync(_stream)).ShouldBe(new Snapshot(_stream, 7, "seven ü 😀"));
    }

    [Fact]
    public async Task SaveSnapshot_LowerVersion_IsIgnored()
    {
        await Store.SaveSnapshotAsync(new Snapshot(_stream, 7, "seven"));
        await Store.SaveSnapshotAsync(new Snapshot(_stream, 3, "three"));

        (await Store.LoadSnapshotAsync(_stream)).ShouldBe(new Snapshot(_stream, 7, "seven"));
    }

    private static ParcelLost Lost(string parcel) => new(parcel) { Timestamp = Samples.Noon };
}
