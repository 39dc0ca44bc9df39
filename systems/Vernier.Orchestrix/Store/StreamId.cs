namespace Vernier.Orchestrix.Store;

/// <summary>The id of the event stream of an aggregate: its type and its id.</summary>
public readonly record struct StreamId
{
    private const int MaxTypeLength = 40;
    private const int MaxIdLength = 200;

    /// <summary>Creates a stream id.</summary>
    /// <param name="aggregateType">
    /// The aggregate type, for example <c>order</c>: a lowercase letter, then lowercase letters, digits or <c>_</c>; at most 40 characters. It is a label
    /// value, so an application should have few types.
    /// </param>
    /// <param name="id">The id of the aggregate, for example <c>ORD-001</c>: 1 to 200 characters, no control characters. Never a label value.</param>
    /// <exception cref="ArgumentException">An argument is invalid.</exception>
    public StreamId(string aggregateType, string id)
    {
        ArgumentNullException.ThrowIfNull(aggregateType);
        ArgumentNullException.ThrowIfNull(id);
        if (!IsType(aggregateType))
            throw new ArgumentException($"An aggregate type must have 1 to {MaxTypeLength} characters a-z, 0-9 and _, and start with a letter.", nameof(aggregateType));
        if (id.Length is 0 or > MaxIdLength || id.Any(char.IsControl))
            throw new ArgumentException($"The id of an aggregate must have 1 to {MaxIdLength} characters and no control characters.", nameof(id));

        AggregateType = aggregateType;
        Id = id;
    }

    /// <summary>The type of the aggregate.</summary>
    public string AggregateType { get; }

    /// <summary>The id of the aggregate.</summary>
    public string Id { get; }

    /// <summary>Returns type and id as <c>order/ORD-001</c>. The text is unique, because a type contains no slash.</summary>
    public override string ToString() => $"{AggregateType}/{Id}";

    private static bool IsType(string value) =>
        value.Length is > 0 and <= MaxTypeLength
        && char.IsAsciiLetterLower(value[0])
        && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
