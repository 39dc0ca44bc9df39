namespace Vernier.Orchestrix.Messages;

/// <summary>
/// A message of the bus: a <see cref="Command"/> or an <see cref="Event"/>. The envelope follows CloudEvents 1.0
/// (https://github.com/cloudevents/spec, "Context Attributes"); a derived record adds its own data as properties. Immutable.
/// </summary>
public abstract record Message
{
    private protected Message()
    {
    }

    /// <summary>The unique id of the message. Default: a new GUID.</summary>
    public string Id { get; init; } = Guid.NewGuid().ToString();

    /// <summary>The version of the CloudEvents specification: always <c>1.0</c>.</summary>
    public string SpecVersion { get; } = "1.0";

    /// <summary>The class name of the message, for example <c>ProcessOrder</c>. Used as a label value.</summary>
    public string Type => NameOf(GetType());

    /// <summary>The origin of the message. Default: <c>orchestrix</c>.</summary>
    public string Source { get; init; } = "orchestrix";

    /// <summary>The time of creation. Required, so that it comes from the application's <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The subject of the message, for example the id of an order. Default: none.</summary>
    public string? Subject { get; init; }

    /// <summary>The media type of the data. Default: <c>application/json</c>.</summary>
    public string DataContentType { get; init; } = "application/json";

    /// <summary>The URI of the schema of the data. Default: none.</summary>
    public string? DataSchema { get; init; }

    /// <summary>The id that all messages of a conversation share. Default: none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The <see cref="Id"/> of the message that caused this one. Default: none.</summary>
    public string? CausationId { get; init; }

    /// <summary>Returns the name of a message class without the arity of a generic class (<c>Changed</c> for <c>Changed`1</c>).</summary>
    internal static string NameOf(Type type)
    {
        var arity = type.Name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? type.Name : type.Name[..arity];
    }
}

/// <summary>A message that requests an action, for example <c>ProcessOrder</c>.</summary>
public abstract record Command : Message;

/// <summary>A message that states what happened, for example <c>OrderProcessed</c>. An event store stores events.</summary>
public abstract record Event : Message;
