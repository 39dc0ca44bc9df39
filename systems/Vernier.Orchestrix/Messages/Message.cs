namespace Vernier.Orchestrix.Messages;

/// <summary>
/// What travels over a message bus: a <see cref="Command"/> or an <see cref="Event"/>. The envelope follows CloudEvents 1.0
/// (https://github.com/cloudevents/spec, "Context Attributes"); a derived record adds its own data as properties. Immutable.
/// </summary>
public abstract record Message
{
    private protected Message()
    {
    }

    /// <summary>Identifies the message. Default: a new GUID.</summary>
    public string Id { get; init; } = Guid.NewGuid().ToString();

    /// <summary>The version of the CloudEvents specification: always <c>1.0</c>.</summary>
    public string SpecVersion => "1.0";

    /// <summary>The name of the message's class, for example <c>ProcessOrder</c>. Bounded, so it serves as a label.</summary>
    public string Type => NameOf(GetType());

    /// <summary>What created the message. Default: <c>orchestrix</c>.</summary>
    public string Source { get; init; } = "orchestrix";

    /// <summary>When the message was created. Required, so that it comes from the application's <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What the message is about, for example the id of an order. Default: none.</summary>
    public string? Subject { get; init; }

    /// <summary>The media type of the data. Default: <c>application/json</c>.</summary>
    public string DataContentType { get; init; } = "application/json";

    /// <summary>A URI of the schema that the data follows. Default: none.</summary>
    public string? DataSchema { get; init; }

    /// <summary>Shared by all messages that belong to one conversation. Default: none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The <see cref="Id"/> of the message that led to this one. Default: none.</summary>
    public string? CausationId { get; init; }

    /// <summary>The name of a message class; a generic class loses its arity (<c>Changed`1</c> is <c>Changed</c>).</summary>
    internal static string NameOf(Type type)
    {
        var arity = type.Name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? type.Name : type.Name[..arity];
    }
}
