using System.Text.Json;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// The event classes that a store may write and read, by class name. Only classes named here are ever created from stored data. Fill it before
/// use; reading is thread-safe.
/// </summary>
public sealed class EventTypes
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);

    /// <summary>Adds the class <typeparamref name="T"/>; adding it again changes nothing.</summary>
    /// <exception cref="ArgumentException">Another class of the same name is there already.</exception>
    public EventTypes Add<T>()
        where T : Event
    {
        var name = Message.NameOf(typeof(T));
        if (!_types.TryAdd(name, typeof(T)) && _types[name] != typeof(T))
            throw new ArgumentException($"Two event classes are called {name}: {_types[name]} and {typeof(T)}. Stored events name only the class.");
        return this;
    }

    internal string Serialize(Event e)
    {
        var type = Find(e.Type);
        return type == e.GetType()
            ? JsonSerializer.Serialize(e, type, JsonSerializerOptions.Web)
            : throw new InvalidOperationException($"The event class {e.GetType()} is not registered; {e.Type} stands for {type}.");
    }

    internal Event Deserialize(string name, string json) =>
        (Event?)JsonSerializer.Deserialize(json, Find(name), JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException($"A stored {name} is null.");

    private Type Find(string name) =>
        _types.GetValueOrDefault(name)
            ?? throw new InvalidOperationException($"The event class {name} is not registered; add it to the {nameof(EventTypes)} of the store.");
}
