using System.Collections.ObjectModel;

namespace Vernier.CcProxy.Hooks;

/// <summary>
/// Lets an application tell the hooks of events of its own; a singleton among the services after <c>AddCcProxy</c>. Thread-safe.
/// </summary>
public sealed class HookPublisher
{
    private readonly HookBus _bus;

    internal HookPublisher(HookBus bus) => _bus = bus;

    /// <summary>
    /// Publishes a <see cref="HookEvent.CustomEvent"/>. It never waits for hooks in the background, and no failure of a hook comes back.
    /// </summary>
    /// <param name="name">What the event is called.</param>
    /// <param name="metadata">What there is to say of it; it is copied. Default: nothing.</param>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public void Publish(string name, IReadOnlyDictionary<string, object?>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_bus.Listens(HookEvent.CustomEvent))
            return;
        _bus.Publish(_bus.Now(HookEvent.CustomEvent) with
        {
            Name = name,
            Metadata = metadata is null ? ReadOnlyDictionary<string, object?>.Empty : new Dictionary<string, object?>(metadata),
        });
    }
}
