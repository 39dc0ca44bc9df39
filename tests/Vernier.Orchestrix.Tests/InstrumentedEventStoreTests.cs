using Vernier.Orchestrix.Store;
using Vernier.Orchestrix.Tests.Store;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Orchestrix.Tests;

/// <summary>Around a store it is a store itself, so it has the contract of one.</summary>
public class InstrumentedEventStoreTests : EventStoreContract
{
    private static readonly StreamId Parcel = new("parcel", "P-1");

    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;
    private readonly ScriptedEventStore _inner = new();

    public InstrumentedEventStoreTests()
    {
        _registry = new MetricRegistry(new MetricRegistryOptions { TimeProvider = _time });
        Store = new InstrumentedEventStore(_inner, new OrchestrixMetrics(_registry), "parcel");
    }

    protected override IEventStore Store { get; }

    [Fact]
    public void New_BeforeAnyOperation_AllSeriesExistAtZero()
    {
        var scrape = Scrape();

        foreach (var operation in new[] { "save", "load" })
        {
            scrape.Value("orchestrix_store_operations_total", ("operation", operation), ("store", "own")).ShouldBe(0);
            scrape.Value("orchestrix_store_duration_seconds_count", ("operation", operation)).ShouldBe(0);
        }

        scrape.Value("orchestrix_errors_total", ("type", "concurrency_error"), ("aggregate", "parcel")).ShouldBe(0);
        scrape.Value("orchestrix_errors_total", ("type", "store_error"), ("aggregate", "parcel")).ShouldBe(0);
    }

    [Fact]
    public async Task Operations_Succeed_AreCountedAndTimed()
    {
        _inner.BeforeEach = () => _time.Advance(TimeSpan.FromSeconds(0.25));

        await Store.SaveAsync(Parcel, [Samples.Shipped()], -1);
        await Store.SaveSnapshotAsync(new Snapshot(Parcel, 0, "state"));
        await Store.LoadAsync(Parcel);

        ShouldHaveCounted("save", operations: 2, seconds: 0.5);
        ShouldHaveCounted("load", operations: 1, seconds: 0.25);
        ShouldHaveErrors(concurrency: 0, store: 0);
    }

    [Fact]
    public async Task Save_Conflict_CountsTheErrorAndTheOperation()
    {
        await Should.ThrowAsync<ConcurrencyException>(() => Store.SaveAsync(Parcel, [Samples.Shipped()], 5));

        ShouldHaveCounted("save", operations: 1, seconds: 0);
        ShouldHaveErrors(concurrency: 1, store: 0);
    }

    [Fact]
    public async Task Operations_StoreIsUnavailable_CountsErrorsAndTheirTime()
    {
        _inner.BeforeEach = () =>
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            throw new EventStoreUnavailableException("gone");
        };

        await Should.ThrowAsync<EventStoreUnavailableException>(() => Store.SaveAsync(Parcel, [Samples.Shipped()], -1));
        await Should.ThrowAsync<EventStoreUnavailableException>(() => Store.LoadAsync(Parcel));
        await Should.ThrowAsync<EventStoreUnavailableException>(() => Store.LoadSnapshotAsync(Parcel));

        ShouldHaveCounted("save", operations: 1, seconds: 5);
        ShouldHaveCounted("load", operations: 2, seconds: 10);
        ShouldHaveErrors(concurrency: 0, store: 3);
    }

    [Fact]
    public async Task Load_CustomStoreThrowsAnyException_IsAStoreError()
    {
        _inner.BeforeEach = () => throw new TaskCanceledException("the driver timed out");

        await Should.ThrowAsync<TaskCanceledException>(() => Store.LoadAsync(Parcel));

        ShouldHaveErrors(concurrency: 0, store: 1);
    }

    [Fact]
    public async Task Load_InvalidCallOrCanceled_IsNotAStoreError()
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.LoadAsync(Parcel, -1));
        await Should.ThrowAsync<OperationCanceledException>(() => Store.LoadAsync(Parcel, 0, new CancellationToken(canceled: true)));

        ShouldHaveCounted("load", operations: 2, seconds: 0);
        ShouldHaveErrors(concurrency: 0, store: 0);
    }

    private void ShouldHaveCounted(string operation, double operations, double seconds)
    {
        var scrape = Scrape();
        scrape.Value("orchestrix_store_operations_total", ("operation", operation), ("store", "own")).ShouldBe(operations);
        scrape.Value("orchestrix_store_duration_seconds_count", ("operation", operation)).ShouldBe(operations);
        scrape.Value("orchestrix_store_duration_seconds_sum", ("operation", operation)).ShouldBe(seconds);
    }

    private void ShouldHaveErrors(double concurrency, double store)
    {
        var scrape = Scrape();
        scrape.Value("orchestrix_errors_total", ("type", "concurrency_error"), ("aggregate", "parcel")).ShouldBe(concurrency);
        scrape.Value("orchestrix_errors_total", ("type", "store_error"), ("aggregate", "parcel")).ShouldBe(store);
    }

    private ParsedExposition Scrape() => PrometheusTextParser.Parse(_registry.ToText());
}
