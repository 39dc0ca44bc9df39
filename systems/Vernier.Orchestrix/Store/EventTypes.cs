using System.Text.Json;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// The event classes that a store may write and read, by class name. No other class is ever created from stored data. Add all classes before use;
/// reading is thread-safe.
/// </summary>
public sealed class EventTypes
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);

    /// <summary>Adds the class <typeparamref name="T"/>; adding it again has no effect.</summary>
    /// <exception cref="ArgumentException">Another class with the same name was added.</exception>
    public EventTypes Add<T>()
        where T : Event
    {
        var name = Message.NameOf(typeof(T));
        if (!_types.TryAdd(name, typeof(T)) && _types[name] != typeof(T))
            throw new ArgumentException($"The event classes {_types[name]} and {typeof(T)} have the same name. Rename one of them: stored events contain only the class name.");
        return this;
    }

    internal string Serialize(Event e)
    {
        var type = Find(e.Type);
        return type == e.GetType()
            ? JsonSerializer.Serialize(e, type, JsonSerializerOptions.Web)
            : throw new InvalidOperationException($"The event class {e.GetType()} is not registered; the name {e.Type} is registered for {type}.");
    }

    internal Event Deserialize(string name, string json) =>
        (Event?)JsonSerializer.Deserialize(json, Find(name), JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException($"The stored payload of a {name} is null.");

    private Type Find(string name) =>
        _types.GetValueOrDefault(name)
            ?? throw new InvalidOperationException($"The event class {name} is not registered. Add it to the {nameof(EventTypes)} of the store.");
}
