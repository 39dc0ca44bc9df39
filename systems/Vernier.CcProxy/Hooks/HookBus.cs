using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Vernier.CcProxy.Hooks;

/// <summary>
/// Brings events to hooks. Publishing never waits and never throws: immediate hooks are called, the others get the event from a bounded queue, or
/// not at all when that is full, which is an event itself. Thread-safe.
/// </summary>
internal sealed class HookBus
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

    /// <summary>Whether anybody wants such events; otherwise there is no need to make them.</summary>
    public bool Listens(HookEvent @event) => _immediate.Has(@event) || _background.Has(@event);

    /// <summary>An event of this moment, to be filled in and published.</summary>
    public HookContext Now(HookEvent @event) => new(@event, _time.GetUtcNow());

    public void Publish(HookContext context)
    {
        foreach (var hook in _immediate[context.Event])
            CallNow(hook, context);
        if (!_background.Has(context.Event))
            return;
        if (_queue.Writer.TryWrite(context))
            _isDropping = 0;
        else
            Dropped(context);
    }

    /// <summary>Calls the hooks in the background until <see cref="Close"/> was called and the queue is empty.</summary>
    public async Task PumpAsync(CancellationToken abandon)
    {
        await foreach (var context in _queue.Reader.ReadAllAsync(abandon).ConfigureAwait(false))
        {
            foreach (var hook in _background.For(context.Event))
                await CallAsync(hook, context, abandon).ConfigureAwait(false);
        }
    }

    /// <summary>No more events are taken for the background; later ones count as dropped.</summary>
    public void Close() => _queue.Writer.TryComplete();

    private void CallNow(IHook hook, HookContext context)
    {
        try
        {
            var call = hook.HandleAsync(context, CancellationToken.None);
            if (!call.IsCompletedSuccessfully)
                _ = ObserveAsync(call, hook, context);
        }
        catch (Exception exception)
        {
            Failed(hook, context, exception);
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
            Failed(hook, context, exception);
        }
    }

    private async ValueTask CallAsync(IHook hook, HookContext context, CancellationToken abandon)
    {
        try
        {
            await hook.HandleAsync(context, abandon).ConfigureAwait(false);
        }
        catch (Exception exception) when (!abandon.IsCancellationRequested)
        {
            Failed(hook, context, exception);
        }
    }

    private void Failed(IHook hook, HookContext context, Exception exception)
    {
        HookLog.HookFailed(_logger, exception, hook.Name, context.Event);

        // A hook that fails on this event, too, would call itself for ever.
        if (context.Event != HookEvent.HookFailed)
            CallOthers(hook, Now(HookEvent.HookFailed) with { Hook = hook.Name, About = context.Event, Error = exception });
    }

    private void Dropped(HookContext context)
    {
        if (Interlocked.Exchange(ref _isDropping, 1) == 0)
            HookLog.EventsDropped(_logger, context.Event);
        CallOthers(null, Now(HookEvent.HookEventDropped) with { About = context.Event });
    }

    /// <summary>What the bus says of itself never goes into the queue, which may be the trouble.</summary>
    private void CallOthers(IHook? except, HookContext context)
    {
        foreach (var hook in _immediate[context.Event])
        {
            if (hook != except)
                CallNow(hook, context);
        }
    }
}
