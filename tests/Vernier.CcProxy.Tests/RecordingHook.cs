using System.Threading.Channels;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy.Tests;

/// <summary>Keeps all events in their order; a test waits for those that it wants. It is the last of the hooks, so the metrics have heard of them.</summary>
internal sealed class RecordingHook : IHook
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

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

    /// <summary>The events of requests and providers, without the pool's.</summary>
    public IEnumerable<HookEvent> SeenOfRequests => Seen.Select(c => c.Event).Where(e => e <= HookEvent.ProviderStreamEnd);

    public ValueTask HandleAsync(HookContext context, CancellationToken cancellationToken)
    {
        lock (_lock)
            _seen.Add(context);
        _events.Writer.TryWrite(context);
        return ValueTask.CompletedTask;
    }

    /// <summary>The next one of these events that nobody waited for yet.</summary>
    public async Task<HookContext> NextAsync(params HookEvent[] events)
    {
        using var timeout = new CancellationTokenSource(Deadline);
        while (true)
        {
            var context = await _events.Reader.ReadAsync(timeout.Token);
            if (events.Contains(context.Event))
                return context;
        }
    }

    /// <summary>The end of the next request.</summary>
    public Task<HookContext> EndAsync() => NextAsync(HookEvent.RequestCompleted, HookEvent.RequestFailed);
}
