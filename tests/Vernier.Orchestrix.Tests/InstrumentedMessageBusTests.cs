using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Retries;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Orchestrix.Tests;

public class InstrumentedMessageBusTests
{
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;
    private readonly OrchestrixMetrics _metrics;
    private readonly InstrumentedMessageBus _bus;

    public InstrumentedMessageBusTests()
    {
        _registry = new MetricRegistry(new MetricRegistryOptions { TimeProvider = _time });
        _metrics = new OrchestrixMetrics(_registry);
        _bus = new InstrumentedMessageBus(new InMemoryMessageBus(_time), _metrics);
    }

    [Fact]
    public void Subscribe_BeforeAnyMessage_AllSeriesExistAtZero()
    {
        _bus.Subscribe<ShipParcel>(_ => { }, "ship");

        var scrape = Scrape();
        scrape.Value("orchestrix_messages_total", ("type", "command"), ("name", "ShipParcel")).ShouldBe(0);
        scrape.Value("orchestrix_messages_per_second").ShouldBe(0);
        scrape.Value("orchestrix_handler_duration_seconds_count", ("handler", "ship")).ShouldBe(0);
        scrape.Value("orchestrix_active_handlers", ("handler", "ship")).ShouldBe(0);
        scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "ship")).ShouldBe(0);
    }

    [Fact]
    public void Subscribe_BaseClass_AddsNoSeriesForIt()
    {
        _bus.Subscribe<Event>(_ => { }, "all");

        Scrape().HasFamily("orchestrix_messages_total").ShouldBeFalse();
    }

    [Fact]
    public void Publish_CommandsAndEvents_CountsThemByKindAndClass()
    {
        _bus.Publish(Samples.Ship());
        _bus.Publish(Samples.Ship());
        _bus.Publish(Samples.Renamed());

        var scrape = Scrape();
        scrape.Value("orchestrix_messages_total", ("type", "command"), ("name", "ShipParcel")).ShouldBe(2);
        scrape.Value("orchestrix_messages_total", ("type", "event"), ("name", "Renamed")).ShouldBe(1);
        scrape.Value("orchestrix_messages_per_second").ShouldBe(0.3);
    }

    [Fact]
    public async Task PublishAsync_Message_CountsIt()
    {
        await _bus.PublishAsync(Samples.Ship());

        Scrape().Value("orchestrix_messages_total", ("type", "command"), ("name", "ShipParcel")).ShouldBe(1);
    }

    [Fact]
    public void Publish_Handled_ObservesItsDuration()
    {
        _bus.Subscribe<ShipParcel>(_ => _time.Advance(TimeSpan.FromSeconds(0.3)), "ship");

        _bus.Publish(Samples.Ship());

        var scrape = Scrape();
        scrape.Value("orchestrix_handler_duration_seconds_sum", ("handler", "ship")).ShouldBe(0.3);
        scrape.Value("orchestrix_handler_duration_seconds_bucket", ("handler", "ship"), ("le", "0.1")).ShouldBe(0);
        scrape.Value("orchestrix_handler_duration_seconds_bucket", ("handler", "ship"), ("le", "0.5")).ShouldBe(1);
        scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "ship")).ShouldBe(0);
    }

    [Fact]
    public void Publish_HandlerFails_CountsTheErrorAndItsDuration()
    {
        _bus.Subscribe<ShipParcel>(_ => Fail(TimeSpan.FromSeconds(2)), "ship");

        Should.Throw<HandlerException>(() => _bus.Publish(Samples.Ship()));

        var scrape = Scrape();
        scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "ship")).ShouldBe(1);
        scrape.Value("orchestrix_handler_duration_seconds_sum", ("handler", "ship")).ShouldBe(2);
        scrape.Value("orchestrix_active_handlers", ("handler", "ship")).ShouldBe(0);
    }

    [Fact]
    public async Task PublishAsync_Retries_CountsEachCall()
    {
        _bus.Subscribe<ShipParcel>(_ => Fail(TimeSpan.FromSeconds(0.25)), "ship", new FixedRetryPolicy { MaxRetries = 2 });

        var publishing = _bus.PublishAsync(Samples.Ship());
        for (var retry = 0; retry < 2; retry++)
            _time.Advance(await _time.NextTimerAsync());
        await Should.ThrowAsync<HandlerException>(() => publishing);

        var scrape = Scrape();
        scrape.Value("orchestrix_messages_total", ("type", "command"), ("name", "ShipParcel")).ShouldBe(1);
        scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "ship")).ShouldBe(3);
        scrape.Value("orchestrix_handler_duration_seconds_count", ("handler", "ship")).ShouldBe(3);
        scrape.Value("orchestrix_handler_duration_seconds_sum", ("handler", "ship")).ShouldBe(0.75);
    }

    [Fact]
    public async Task PublishAsync_HandlerRuns_IsActiveUntilItEnds()
    {
        var end = new TaskCompletionSource();
        _bus.Subscribe<ShipParcel>(_ => end.Task, "ship");

        var first = _bus.PublishAsync(Samples.Ship());
        var second = _bus.PublishAsync(Samples.Ship());
        Scrape().Value("orchestrix_active_handlers", ("handler", "ship")).ShouldBe(2);

        end.SetResult();
        await Task.WhenAll(first, second);
        Scrape().Value("orchestrix_active_handlers", ("handler", "ship")).ShouldBe(0);
    }

    [Fact]
    public async Task PublishAsync_Canceled_IsTimedButNotAnError()
    {
        using var canceled = new CancellationTokenSource();
        _bus.Subscribe<ShipParcel>((_, token) => Task.Delay(Timeout.Infinite, token), "ship");

        var publishing = _bus.PublishAsync(Samples.Ship(), canceled.Token);
        await canceled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => publishing);

        var scrape = Scrape();
        scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "ship")).ShouldBe(0);
        scrape.Value("orchestrix_handler_duration_seconds_count", ("handler", "ship")).ShouldBe(1);
        scrape.Value("orchestrix_active_handlers", ("handler", "ship")).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Publish_HandlerPublishesItself_EachHasItsOwnDuration(bool asynchronously)
    {
        _bus.Subscribe<ShipParcel>(async _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            if (asynchronously)
                await _bus.PublishAsync(Samples.Shipped());
            else
                _bus.Publish(Samples.Shipped());
            _time.Advance(TimeSpan.FromSeconds(2));
        }, "ship");
        _bus.Subscribe<ParcelShipped>(_ => _time.Advance(TimeSpan.FromSeconds(10)), "shipped");

        await _bus.PublishAsync(Samples.Ship());

        var scrape = Scrape();
        scrape.Value("orchestrix_handler_duration_seconds_sum", ("handler", "ship")).ShouldBe(3);
        scrape.Value("orchestrix_handler_duration_seconds_sum", ("handler", "shipped")).ShouldBe(10);
    }

    [Fact]
    public async Task Publish_CustomBus_IsMeasured()
    {
        var bus = new InstrumentedMessageBus(new OneByOneBus(), _metrics);
        bus.Subscribe<ShipParcel>(_ => Fail(TimeSpan.FromSeconds(1)), "ship");

        await Should.ThrowAsync<InvalidOperationException>(() => bus.PublishAsync(Samples.Ship()));

        var scrape = Scrape();
        scrape.Value("orchestrix_messages_total", ("type", "command"), ("name", "ShipParcel")).ShouldBe(1);
        scrape.Value("orchestrix_errors_total", ("type", "handler_error"), ("handler", "ship")).ShouldBe(1);
        scrape.Value("orchestrix_handler_duration_seconds_sum", ("handler", "ship")).ShouldBe(1);
    }

    [Fact]
    public void New_CustomBuckets_AreUsed()
    {
        var registry = new MetricRegistry();
        var bus = new InstrumentedMessageBus(new InMemoryMessageBus(), new OrchestrixMetrics(registry, [0.25]));
        bus.Subscribe<ShipParcel>(_ => { }, "ship");

        PrometheusTextParser.Parse(registry.ToText()).Family("orchestrix_handler_duration_seconds").Histogram(("handler", "ship"))
            .Buckets.Select(b => b.UpperBound).ShouldBe([0.25, double.PositiveInfinity]);
    }

    private void Fail(TimeSpan after)
    {
        _time.Advance(after);
        throw new InvalidOperationException("broken");
    }

    private ParsedExposition Scrape() => PrometheusTextParser.Parse(_registry.ToText());
}
