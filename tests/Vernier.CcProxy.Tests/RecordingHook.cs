using System.Threading.Channels;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Tests;

/// <summary>Records all events in order; a test waits for the ones it needs. It is the last hook, so the metrics are already recorded.</summary>
internal sealed class RecordingHook : IHook
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Channel<HookContext> _events = Channel.CreateUnbounded<HookContext>();
    private readonly Lock _lock = new();
    private readonly List<HookContext> _seen = [];

    public string Name => "recording";

    public int Priority => HookLayer.Finalization;

    public HookDelivery Delivery => HookDelivery.Immediate;

    public IReadOnlyCollection<HookEvent> Events { get; init; } = Enum.GetValues<HookEvent>();

    public IReadOnlyList<HookContext> Seen
    {
        get
        {
            lock (_lock)
                return [.. _seen];
        }
    }

    /// <summary>Gets the events of requests and providers, without those of the pool.</summary>
    public IEnumerable<HookEvent> SeenOfRequests => Seen.Select(c => c.Event).Where(e => e <= HookEvent.ProviderStreamEnd);

    public ValueTask HandleAsync(HookContext context, CancellationToken cancellationToken)
    {
        lock (_lock)
            _seen.Add(context);
        _events.Writer.TryWrite(context);
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for the next of these events that was not waited for yet.</summary>
    public async Task<HookContext> NextAsync(params HookEvent[] events)
    {
        using var timeout = new CancellationTokenSource(Limit);
        while (true)
        {
            var context = await _events.Reader.ReadAsync(timeout.Token);
            if (events.Contains(context.Event))
                return context;
        }
    }

    /// <summary>Waits for the end of the next request.</summary>
    public Task<HookContext> EndAsync() => NextAsync(HookEvent.RequestCompleted, HookEvent.RequestFailed);
}
