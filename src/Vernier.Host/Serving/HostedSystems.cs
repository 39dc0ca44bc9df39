using Vernier.Host.Demo;

namespace Vernier.Host.Serving;

/// <summary>The systems that this host serves, so that one of them can use another.</summary>
/// <param name="names">The names of the systems.</param>
internal sealed class HostedSystems(IReadOnlyList<string> names) : IAsyncDisposable
{
    private readonly List<RunningSystem> _systems = [];

    /// <summary>The systems in the order in which they start.</summary>
    public IReadOnlyList<RunningSystem> All => _systems;

    /// <summary>Returns whether the host serves a system.</summary>
    public bool Contains(string name) => names.Contains(name);

    public void Add(RunningSystem system) => _systems.Add(system);

    /// <summary>Returns the address at which this machine reaches a system that has started, or null if the host does not serve it.</summary>
    public Uri? AddressOf(string name) => _systems.Find(system => system.Name == name) is { } system ? ReachableAddress.Of(system.Address.ToString()) : null;

    /// <summary>Stops the systems in reverse order, so that a system can use another one until it has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var system in Enumerable.Reverse(_systems))
            await system.DisposeAsync().ConfigureAwait(false);
    }
}
