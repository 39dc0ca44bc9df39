namespace Vernier.CcProxy.Hooks;

/// <summary>
/// Listens to events of the proxy. Register it as a singleton <see cref="IHook"/> in the application's services, or create one with
/// <see cref="Hook"/>. A hook that throws is logged and counted; it stops neither the request nor other hooks.
/// </summary>
public interface IHook
{
    /// <summary>Gets the name that the log and the metric use.</summary>
    string Name { get; }

    /// <summary>Gets the events that the hook receives. Read once.</summary>
    IReadOnlyCollection<HookEvent> Events { get; }

    /// <summary>Gets the priority; see <see cref="HookLayer"/>. Default: <see cref="HookLayer.Processing"/>. Read once.</summary>
    int Priority => HookLayer.Processing;

    /// <summary>Gets how events are delivered. Default: <see cref="HookDelivery.Background"/>. Read once.</summary>
    HookDelivery Delivery => HookDelivery.Background;

    /// <summary>Handles one event. Calls of a background hook never overlap; an immediate hook is called by many threads concurrently.</summary>
    /// <param name="context">The event.</param>
    /// <param name="cancellationToken">Canceled when the application stops and no longer waits for the hook.</param>
    ValueTask HandleAsync(HookContext context, CancellationToken cancellationToken);
}

/// <summary>How events are delivered to a hook.</summary>
public enum HookDelivery
{
    /// <summary>One after the other from a queue, while requests continue. If the queue is full, the event is dropped and counted. The default.</summary>
    Background,

    /// <summary>
    /// Synchronously on the thread of the request, so that no event is dropped. Use it only for hooks that write to memory: a task that has not
    /// completed when it is returned is not awaited.
    /// </summary>
    Immediate,
}
