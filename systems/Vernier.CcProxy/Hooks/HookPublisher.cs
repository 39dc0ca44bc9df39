using System.Collections.ObjectModel;

namespace Vernier.CcProxy.Hooks;

/// <summary>Publishes custom events of the application to the hooks. <c>AddCcProxy</c> registers it as a singleton. Thread-safe.</summary>
public sealed class HookPublisher
{
    private readonly HookBus _bus;

    internal HookPublisher(HookBus bus) => _bus = bus;

    /// <summary>Publishes a <see cref="HookEvent.CustomEvent"/>. It never waits for background hooks, and failures of hooks are not thrown.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="metadata">The data of the event; it is copied. Default: empty.</param>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public void Publish(string name, IReadOnlyDictionary<string, object?>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_bus.HasListeners(HookEvent.CustomEvent))
            return;
        _bus.Publish(_bus.CreateContext(HookEvent.CustomEvent) with
        {
            Name = name,
            Metadata = metadata is null ? ReadOnlyDictionary<string, object?>.Empty : new Dictionary<string, object?>(metadata),
        });
    }
}
