using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier.CcProxy.Hooks;
using Vernier.Testing;

namespace Vernier.CcProxy.Tests.Hooks;

public class HookBusTests
{
    private static readonly HookEvent[] Started = [HookEvent.RequestStarted];

    [Fact]
    public async Task RunBackground_SeveralLayers_CallsHooksByPriorityThenRegistration()
    {
        List<string> called = [];
        var bus = Bus(
            Hook.Create("late", Started, _ => called.Add("late"), HookLayer.Finalization),
            Hook.Create("one", Started, _ => called.Add("one")),
            Hook.Create("two", Started, async (_, _) =>
            {
                await Task.Yield();
                called.Add("two");
            }),
            Hook.Create("first", Started, _ => called.Add("first"), HookLayer.Critical),
            Hook.Create("other", [HookEvent.RequestFailed], _ => called.Add("other")));

        bus.Publish(bus.CreateContext(HookEvent.RequestStarted));
        bus.Close();
        await bus.RunBackgroundAsync(CancellationToken.None);

        called.ShouldBe(["first", "one", "two", "late"]);
    }

    [Fact]
    public async Task RunBackground_HookThrows_CallsTheOthersAndPublishesTheFailure()
    {
        List<HookEvent> called = [];
        var recording = new RecordingHook();
        var bus = Bus(
            Hook.Create("sync", Started, _ => throw new InvalidOperationException()),
            Hook.Create("async", Started, (_, _) => ValueTask.FromException(new InvalidOperationException())),
            Hook.Create("good", Started, c => called.Add(c.Event)),
            recording);

        bus.Publish(bus.CreateContext(HookEvent.RequestStarted));
        bus.Close();
        await bus.RunBackgroundAsync(CancellationToken.None);

        called.ShouldBe(Started);
        recording.Seen.Where(c => c.Event == HookEvent.HookFailed).Select(c => c.Hook).ShouldBe(["sync", "async"]);
    }

    [Fact]
    public void Publish_ImmediateHookThrowsOnEveryEvent_OthersAreUnaffected()
    {
        var recording = new RecordingHook();
        var bus = Bus(new ThrowingHook(), recording);

        bus.Publish(bus.CreateContext(HookEvent.RequestStarted));

        recording.Seen.Select(c => c.Event).ShouldBe([HookEvent.HookFailed, HookEvent.RequestStarted]);
    }

    [Fact]
    public async Task Publish_BackgroundHookHangs_NeverWaitsAndCountsDroppedEvents()
    {
        var release = new TaskCompletionSource();
        var handled = 0;
        var recording = new RecordingHook();
        var bus = Bus(
            capacity: 10,
            Hook.Create("slow", Started, async (_, _) =>
            {
                await release.Task;
                handled++;
            }),
            recording);
        var background = bus.RunBackgroundAsync(CancellationToken.None);

        for (var i = 0; i < 100; i++)
            bus.Publish(bus.CreateContext(HookEvent.RequestStarted));
        release.SetResult();
        bus.Close();
        await background;

        var dropped = recording.Seen.Count(c => c is { Event: HookEvent.HookEventDropped, AffectedEvent: HookEvent.RequestStarted });
        dropped.ShouldBeGreaterThan(0);
        (handled + dropped).ShouldBe(100);
        recording.Seen.Count(c => c.Event == HookEvent.RequestStarted).ShouldBe(100);
    }

    [Fact]
    public void HasListeners_NoHookListens_IsFalse()
    {
        var bus = Bus(Hook.Create("one", Started, _ => { }));

        bus.HasListeners(HookEvent.RequestStarted).ShouldBeTrue();
        bus.HasListeners(HookEvent.ProviderStreamChunk).ShouldBeFalse();
    }

    [Fact]
    public async Task Stop_EventsInTheQueue_AreStillDelivered()
    {
        var handled = 0;
        var bus = Bus(Hook.Create("count", Started, _ => handled++));
        using var service = new HookService(bus);
        await service.StartAsync(CancellationToken.None);

        for (var i = 0; i < 50; i++)
            bus.Publish(bus.CreateContext(HookEvent.RequestStarted));
        await service.StopAsync(CancellationToken.None);

        handled.ShouldBe(50);
    }

    [Fact]
    public async Task Stop_HookHangs_EndsWhenTheApplicationNoLongerWaits()
    {
        var called = new TaskCompletionSource();
        var bus = Bus(Hook.Create("hangs", Started, async (_, stop) =>
        {
            called.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        }));
        using var service = new HookService(bus);
        await service.StartAsync(CancellationToken.None);
        bus.Publish(bus.CreateContext(HookEvent.RequestStarted));
        await called.Task;
        using var limit = new CancellationTokenSource();

        var stopping = service.StopAsync(limit.Token);
        stopping.IsCompleted.ShouldBeFalse();
        await limit.CancelAsync();

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Application_StartsAndStops_PublishesItsEvents()
    {
        var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");
        await app.DisposeAsync();

        app.Hook.Seen.Select(c => c.Event).Where(e => e is HookEvent.AppStartup or HookEvent.AppReady or HookEvent.AppShutdown)
            .ShouldBe([HookEvent.AppStartup, HookEvent.AppReady, HookEvent.AppShutdown]);
    }

    [Fact]
    public async Task Publish_CustomEvent_ReachesHooksWithACopyOfItsMetadata()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");
        var metadata = new Dictionary<string, object?> { ["user"] = 7 };

        var publisher = app.Services.GetRequiredService<HookPublisher>();
        publisher.Publish("quota.spent", metadata);
        metadata.Clear();
        var context = await app.Hook.NextAsync(HookEvent.CustomEvent);

        context.Name.ShouldBe("quota.spent");
        context.Metadata.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("user", (object?)7));
        Should.Throw<ArgumentException>(() => publisher.Publish(""));
    }

    private static HookBus Bus(params IHook[] hooks) => Bus(HookBus.DefaultCapacity, hooks);

    private static HookBus Bus(int capacity, params IHook[] hooks) => new(hooks, new ManualTime(), NullLogger<HookBus>.Instance, capacity);
}
