using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Vernier.CcProxy.Hooks;

/// <summary>
/// Delivers events to hooks. Publishing never waits and never throws: immediate hooks are called, and background hooks get the event from a bounded
/// queue. If the queue is full the event is dropped, which is an event itself. Thread-safe.
/// </summary>
internal sealed partial class HookBus
{
    public const int DefaultCapacity = 4096;

    private readonly HookTable _immediate;
    private readonly HookTable _background;
    private readonly Channel<HookContext> _queue;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _isDropping;

    public HookBus(IReadOnlyCollection<IHook> hooks, TimeProvider time, ILogger<HookBus> logger, int capacity = DefaultCapacity)
    {
        _immediate = new HookTable(hooks, HookDelivery.Immediate);
        _background = new HookTable(hooks, HookDelivery.Background);
        _queue = Channel.CreateBounded<HookContext>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _time = time;
        _logger = logger;
    }

    /// <summary>Returns whether a hook listens to the event; otherwise it does not have to be created.</summary>
    public bool HasListeners(HookEvent @event) => _immediate.Has(@event) || _background.Has(@event);

    /// <summary>Creates an event with the current time, to be completed and published.</summary>
    public HookContext CreateContext(HookEvent @event) => new(@event, _time.GetUtcNow());

    public void Publish(HookContext context)
    {
        foreach (var hook in _immediate[context.Event])
            CallImmediate(hook, context);
        if (!_background.Has(context.Event))
            return;
        if (_queue.Writer.TryWrite(context))
            _isDropping = 0;
        else
            ReportDropped(context);
    }

    /// <summary>Calls the background hooks until <see cref="Close"/> was called and the queue is empty.</summary>
    /// <param name="abandon">Ends it with events left in the queue.</param>
    public async Task RunBackgroundAsync(CancellationToken abandon)
    {
        await foreach (var context in _queue.Reader.ReadAllAsync(abandon).ConfigureAwait(false))
        {
            foreach (var hook in _background.For(context.Event))
                await CallBackgroundAsync(hook, context, abandon).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the queue of the background hooks; later events are counted as dropped.</summary>
    public void Close() => _queue.Writer.TryComplete();

    private void CallImmediate(IHook hook, HookContext context)
    {
        try
        {
            var call = hook.HandleAsync(context, CancellationToken.None);
            if (!call.IsCompletedSuccessfully)
                _ = ObserveAsync(call, hook, context);
        }
        catch (Exception exception)
        {
            ReportFailed(hook, context, exception);
        }
    }

    private async Task ObserveAsync(ValueTask call, IHook hook, HookContext context)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            ReportFailed(hook, context, exception);
        }
    }

    private async ValueTask CallBackgroundAsync(IHook hook, HookContext context, CancellationToken abandon)
    {
        try
        {
            await hook.HandleAsync(context, abandon).ConfigureAwait(false);
        }
        catch (Exception exception) when (!abandon.IsCancellationRequested)
        {
            ReportFailed(hook, context, exception);
        }
    }

    private void ReportFailed(IHook hook, HookContext context, Exception exception)
    {
        LogHookFailed(exception, hook.Name, context.Event);

        // A hook that also fails on this event would be called forever.
        if (context.Event != HookEvent.HookFailed)
            PublishImmediate(hook, CreateContext(HookEvent.HookFailed) with { Hook = hook.Name, AffectedEvent = context.Event, Error = exception });
    }

    private void ReportDropped(HookContext context)
    {
        if (Interlocked.Exchange(ref _isDropping, 1) == 0)
            LogEventsDropped(context.Event);
        PublishImmediate(null, CreateContext(HookEvent.HookEventDropped) with { AffectedEvent = context.Event });
    }

    /// <summary>Events of the bus itself bypass the queue, which may be the cause of the problem.</summary>
    private void PublishImmediate(IHook? except, HookContext context)
    {
        foreach (var hook in _immediate[context.Event])
        {
            if (hook != except)
                CallImmediate(hook, context);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Hook {Hook} failed on event {Event}.")]
    private partial void LogHookFailed(Exception exception, string hook, HookEvent @event);

    [LoggerMessage(2, LogLevel.Warning, "Background hook queue is full; dropping events, starting with {Event}. Logged once until the queue has room.")]
    private partial void LogEventsDropped(HookEvent @event);

    /// <summary>The hooks of each event in the order in which they are called. Immutable.</summary>
    private sealed class HookTable
    {
        private readonly IHook[][] _byEvent;

        public HookTable(IEnumerable<IHook> hooks, HookDelivery delivery)
        {
            // The sort is stable, so hooks of equal priority keep the order of registration.
            IHook[] inOrder = [.. hooks.Where(h => h.Delivery == delivery).OrderBy(h => h.Priority)];
            _byEvent = [.. Enum.GetValues<HookEvent>().Select(e => inOrder.Where(h => h.Events.Contains(e)).ToArray())];
        }

        public ReadOnlySpan<IHook> this[HookEvent @event] => _byEvent[(int)@event];

        public IReadOnlyList<IHook> For(HookEvent @event) => _byEvent[(int)@event];

        public bool Has(HookEvent @event) => _byEvent[(int)@event].Length > 0;
    }
}
