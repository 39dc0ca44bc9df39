namespace Vernier.CcProxy.Hooks;

/// <summary>
/// Listens to what happens in the proxy. Add it to the application's services as a singleton <see cref="IHook"/>, or make one with
/// <see cref="Hook"/>. A hook that throws is logged and counted, and stops neither the request nor other hooks.
/// </summary>
public interface IHook
{
    /// <summary>Its name, for the log and the metric.</summary>
    string Name { get; }

    /// <summary>What it listens to. Read once.</summary>
    IReadOnlyCollection<HookEvent> Events { get; }

    /// <summary>Its place in the order; see <see cref="HookLayer"/>. Default: <see cref="HookLayer.Processing"/>. Read once.</summary>
    int Priority => HookLayer.Processing;

    /// <summary>How it gets its events. Default: <see cref="HookDelivery.Background"/>. Read once.</summary>
    HookDelivery Delivery => HookDelivery.Background;

    /// <summary>Handles one event. In the background calls never overlap; immediate hooks are called by many threads at once.</summary>
    /// <param name="context">What happened.</param>
    /// <param name="cancellationToken">Cancelled when the application stops and waits no longer.</param>
    ValueTask HandleAsync(HookContext context, CancellationToken cancellationToken);
}
