using Microsoft.Extensions.Options;

namespace Vernier.Pangolin.Configuration;

/// <summary>
/// The options that apply now. A reload of the configuration replaces them as a whole; read <see cref="Current"/> for each operation, and use
/// <see cref="OnChanged"/> where a change requires work. Thread-safe.
/// </summary>
internal sealed class PangolinSettings(IOptions<PangolinOptions> options)
{
    private readonly Lock _lock = new();
    private readonly List<Action<PangolinOptions>> _changed = [];
    private PangolinOptions? _current;

    /// <summary>The options with which the server has started. Ports, addresses and the data directory do not change afterwards.</summary>
    public PangolinOptions Initial => options.Value;

    /// <summary>The options that apply now.</summary>
    public PangolinOptions Current => Volatile.Read(ref _current) ?? options.Value;

    /// <summary>Calls an action after each change, until the server stops.</summary>
    public void OnChanged(Action<PangolinOptions> changed)
    {
        lock (_lock)
            _changed.Add(changed);
    }

    /// <summary>Replaces the options.</summary>
    public void Replace(PangolinOptions replacement)
    {
        List<Action<PangolinOptions>> changed;
        lock (_lock)
        {
            Volatile.Write(ref _current, replacement);
            changed = [.. _changed];
        }
        foreach (var action in changed)
            action(replacement);
    }
}
